from __future__ import annotations

import datetime as dt
import uuid

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import find_booking
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import PaymentState, SplitRole, SplitState
from tenants.payments.locks import list_splits_locked
from tenants.payments.models import Payment, PaymentSplit
from tenants.payments.selectors import get_gone
from tenants.payments.services.plan_splits import OWED_FOR


def shrink_splits(*, payment: Payment, now: dt.datetime) -> list[PaymentSplit]:
    """Hold no more for others out of a payment than its part of what is left: money that went back or is disputed is not there.

    In the caller's transaction, which locked the payment. What is no longer held is owed as before. A share that is on its way
    is paid as it was told, or not; until that is known nothing is held for it that is not there.

    Returns:
        All shares of the payment, locked; none if none ever became due.
    """
    if payment.state != PaymentState.SUCCEEDED or not find_booking(TransferKind.SPLIT_DUE, payment.id):
        return []
    gone, splits = get_gone(payment), list_splits_locked(payment.id)
    for split in splits:
        # Rounded up: what is held altogether never exceeds what is left.
        part = -(-split.amount * gone // payment.amount) - split.returned - split.unheld
        if part > 0 and split.state in {SplitState.PENDING, SplitState.SENDING}:
            _drop(split, part, payment.currency, now)
    return splits


def _drop(split: PaymentSplit, part: int, currency: str, now: dt.datetime) -> None:
    # The fact in the books: from here on less was held. Both only grow, so each step is another one.
    subject = uuid.uuid5(split.id, f"dropped/{split.returned + split.unheld}")
    back = Transfer(AccountCode.SPLITS_PAYABLE, OWED_FOR[SplitRole(split.role)], part, currency, split.supplier_id)
    post_transfers(kind=TransferKind.SPLIT_DROPPED, subject_id=subject, transfers=[back], now=now)
    if split.state == SplitState.SENDING:
        split.unheld += part
    else:
        split.returned += part
    if split.returned == split.amount:
        split.state, split.done_at = SplitState.RETURNED, now
    split.save()
