from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.errors import SupplierPaymentRefused
from tenants.finance.locks import find_supplier_payment_locked
from tenants.finance.models import SupplierPayment
from tenants.finance.services.post_transfers import Transfer, post_transfers


def undo_supplier_payment(*, payment_id: uuid.UUID, reason: str, actor: str, now: dt.datetime) -> SupplierPayment:
    """Take back what was recorded by mistake, by an entry the other way; both stay in the books.

    Raises:
        SupplierPaymentRefused: there is no such payment, or it was undone before.
    """
    with transaction.atomic():
        payment = find_supplier_payment_locked(payment_id)
        if payment is None:
            raise SupplierPaymentRefused(reason="unknown")
        if payment.undone_at is not None:
            raise SupplierPaymentRefused(reason="undone_before")
        payment.undone_at, payment.undone_by, payment.undone_reason = now, actor, reason[:200]
        payment.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        back = Transfer(
            AccountCode.OUTSIDE_FUNDS,
            AccountCode.SUPPLIER_PAYABLE,
            payment.amount,
            payment.currency,
            payment.supplier_id,
        )
        post_transfers(kind=TransferKind.SUPPLIER_PAYMENT_UNDONE, subject_id=payment.id, transfers=[back], now=now)
    return payment
