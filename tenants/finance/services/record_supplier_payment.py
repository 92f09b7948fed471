from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.errors import SupplierPaymentRefused
from tenants.finance.models import SupplierPayment
from tenants.finance.selectors import find_supplier_payment, get_owed
from tenants.finance.services.post_transfers import Transfer, post_transfers

# Two people who record the same bill at the same moment: the second one sees what the first one left.
LOCK = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || %s))"


def record_supplier_payment(
    *,
    payment_id: uuid.UUID,
    supplier_id: uuid.UUID,
    amount: int,
    currency: str,
    paid_on: dt.date,
    reference: str,
    note: str,
    prepaid: bool,
    actor: str,
    now: dt.datetime,
) -> SupplierPayment:
    """The merchant paid a supplier itself, outside of what institutions split: less is owed, and money of its own is gone.

    Args:
        payment_id: made with the form; sent twice it is recorded once.
        amount: minor units, more than none.
        reference: of the bank's receipt.
        prepaid: it may be more than is owed: the rest is a deposit for what comes.

    Raises:
        SupplierPaymentRefused: more than is owed, or this id is another payment's.
    """
    assert amount > 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [f"/supplier/{supplier_id}"])
        known = find_supplier_payment(payment_id)
        if known is not None:
            if (known.supplier_id, known.amount, known.currency) != (supplier_id, amount, currency):
                raise SupplierPaymentRefused(reason="recorded_before")
            return known
        owed = get_owed(supplier_id, currency, now)
        if amount > owed and not prepaid:
            raise SupplierPaymentRefused(reason="more_than_owed", owed=owed)
        payment = SupplierPayment.objects.create(
            id=payment_id,
            supplier_id=supplier_id,
            amount=amount,
            currency=currency,
            paid_on=paid_on,
            reference=reference[:80],
            note=note[:200],
            recorded_by=actor,
            recorded_at=now,
        )
        paid = Transfer(AccountCode.SUPPLIER_PAYABLE, AccountCode.OUTSIDE_FUNDS, amount, currency, supplier_id)
        post_transfers(kind=TransferKind.SUPPLIER_PAID, subject_id=payment.id, transfers=[paid], now=now)
    return payment
