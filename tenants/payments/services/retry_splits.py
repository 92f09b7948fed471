from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import SplitRole, SplitState
from tenants.payments.locks import list_splits_locked
from tenants.payments.models import GatewayAccount, Payment, PaymentSplit, SupplierReceiver
from tenants.payments.selectors import get_gone
from tenants.payments.services.plan_splits import OWED_FOR


def retry_splits(*, payment: Payment, now: dt.datetime) -> int:
    """Have shares paid that the institution refused, of what is left of the payment, to whom they are paid today.

    In the caller's transaction, which locked the payment. Each has a new number: institutions remember what they refused.
    One of which nothing is known is asked for under its own.

    Returns:
        How many are on their way.
    """
    gone, sent = get_gone(payment), 0
    for split in list_splits_locked(payment.id):
        if split.state == SplitState.SENDING or (split.state == SplitState.FAILED and _hold(payment, split, gone, now)):
            sent += 1
    if sent:
        key = f"splits:{payment.id}:{new_id().hex}"
        enqueue_job(JobName.PAY_SPLITS, key=key, payload={"payment_id": str(payment.id)}, now=now)
    return sent


def _hold(payment: Payment, split: PaymentSplit, gone: int, now: dt.datetime) -> bool:
    returned = max(split.returned + split.unheld, -(-split.amount * gone // payment.amount))
    if returned == split.amount:
        return False
    split.number, split.receiver = f"S{new_id().hex[:30]}", _receiver(payment, split)
    split.returned, split.unheld = returned, 0
    split.state, split.done_at, split.reason = SplitState.PENDING, None, ""
    split.save()
    owed = OWED_FOR[SplitRole(split.role)]
    amount = split.amount - returned
    held = Transfer(owed, AccountCode.SPLITS_PAYABLE, amount, payment.currency, split.supplier_id)
    subject = uuid.uuid5(split.id, split.number)
    post_transfers(kind=TransferKind.SPLIT_DUE, subject_id=subject, transfers=[held], now=now)
    return True


def _receiver(payment: Payment, split: PaymentSplit) -> str:
    """A wrong receiver is why most shares are refused; it may have been mended since."""
    if split.supplier_id is not None:
        receivers = SupplierReceiver.objects.filter(gateway=payment.gateway, supplier_id=split.supplier_id)
        found = receivers.values_list("receiver", flat=True).first()
    else:
        accounts = GatewayAccount.objects.filter(gateway=payment.gateway)
        found = accounts.values_list("commission_receiver", flat=True).first()
    return found or split.receiver
