from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.accounts import get_split_terms
from tenants.payments.enums import SplitRole
from tenants.payments.models import Payment, PaymentSplit, SupplierReceiver

OWED_FOR = {SplitRole.PLATFORM: AccountCode.COMMISSION, SplitRole.SUPPLIER: AccountCode.SUPPLIER_PAYABLE}


def plan_splits(*, payment: Payment, costs: Mapping[uuid.UUID, int], now: dt.datetime) -> None:
    """Of a payment that was just confirmed: who gets which share of it, in the transaction that books the payment.

    The shares are owed out of what now lies at the institution, never out of anything else; the institution pays them.

    Args:
        costs: what the delivered codes cost, by supplier, in minor units.
    """
    receivers = SupplierReceiver.objects.filter(gateway=payment.gateway, supplier_id__in=list(costs))
    splits = list(PaymentSplit.objects.filter(payment=payment))
    terms = get_split_terms(payment.gateway)
    left = payment.amount * terms.limit // 10_000 - sum(split.amount for split in splits)
    for receiver in receivers.order_by("supplier_id"):
        # A sale below cost pays its supplier no more than may be split; the rest stays owed in the books.
        share = min(costs[receiver.supplier_id], left)
        if share > 0:
            splits.append(_supplier_split(payment, receiver, share, now))
            left -= share
    if not splits and not terms.held:
        return
    transfers = [
        Transfer(
            OWED_FOR[SplitRole(split.role)],
            AccountCode.SPLITS_PAYABLE,
            split.amount,
            payment.currency,
            split.supplier_id,
        )
        for split in splits
    ]
    post_transfers(kind=TransferKind.SPLIT_DUE, subject_id=payment.id, transfers=transfers, now=now)
    enqueue_job(JobName.PAY_SPLITS, key=f"splits:{payment.id}", payload={"payment_id": str(payment.id)}, now=now)


def _supplier_split(payment: Payment, receiver: SupplierReceiver, share: int, now: dt.datetime) -> PaymentSplit:
    split_id = new_id()
    return PaymentSplit.objects.create(
        id=split_id,
        payment=payment,
        number=f"S{split_id.hex[:30]}",
        role=SplitRole.SUPPLIER,
        receiver=receiver.receiver,
        supplier_id=receiver.supplier_id,
        amount=share,
        created_at=now,
    )
