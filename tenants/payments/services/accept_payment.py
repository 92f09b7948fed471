from __future__ import annotations

import datetime as dt

from tenants.payments.enums import PaymentState, SplitState
from tenants.payments.locks import list_splits_locked
from tenants.payments.models import Payment, PaymentSplit


def accept_payment(*, payment: Payment, now: dt.datetime) -> None:
    """Take what came as what was asked for, in the caller's transaction, which locked the payment and books the money.

    Shares that were planned shrink or grow with it; what the institution takes with the payment itself is left alone.
    """
    asked, came = payment.amount, payment.received
    splits = [split for split in list_splits_locked(payment.id) if split.state == SplitState.PENDING]
    for split in splits:
        split.amount = split.amount * came // asked
    PaymentSplit.objects.filter(pk__in=[split.pk for split in splits if not split.amount]).delete()
    PaymentSplit.objects.bulk_update([split for split in splits if split.amount], ["amount"])
    payment.amount, payment.state, payment.paid_at = came, PaymentState.SUCCEEDED, payment.paid_at or now
    payment.save(update_fields=["amount", "state", "paid_at"])
