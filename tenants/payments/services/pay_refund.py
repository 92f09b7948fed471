from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.accounts import get_account
from tenants.payments.enums import RefundState, SplitRole, SplitState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import RefundAnswer, RefundAsked, Share
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.known import known_of
from tenants.payments.locks import get_payment_locked, list_splits_locked
from tenants.payments.models import GatewayRefund, PaymentSplit
from tenants.payments.services.plan_splits import OWED_FOR
from tenants.payments.services.shrink_splits import shrink_splits


def pay_refund(*, refund_id: uuid.UUID, now: dt.datetime) -> tuple[GatewayRefund, RefundAnswer]:
    """Send a refund to the gateway: first shares of the payment come back, in proportion, then the buyer is paid.

    Safe to repeat: every call carries a number of ours.

    Returns:
        The refund and what the gateway says of it; nothing of that is booked yet.

    Raises:
        GatewayUnavailable: to be tried again; what became of the call is asked then.
    """
    refund = GatewayRefund.objects.select_related("payment").get(pk=refund_id)
    if refund.state != RefundState.PENDING:
        return refund, RefundAnswer(RefundState(refund.state), refund.provider_id or "", refund.failure)
    payment = refund.payment
    gateway, account, known = get_gateway(payment.gateway), get_account(payment.gateway), known_of(payment)
    for split in _drop_or_list(refund, now):
        _take_back(refund, split, now)
    try:
        answer = gateway.refund(account, known, RefundAsked(refund.number, refund.amount, refund.reason))
    except GatewayRefused as error:
        answer = RefundAnswer(RefundState.FAILED, reason=str(error.data.get("reason", "")))
    GatewayRefund.objects.filter(pk=refund.pk).update(checked_at=now)
    return refund, answer


def _part_of(refund: GatewayRefund, split: PaymentSplit) -> int:
    """What of a share goes back with a refund: in proportion, all that is left of it with the rest of the payment."""
    payment = refund.payment
    gone = payment.refunds.exclude(state=RefundState.FAILED).filter(created_at__lte=refund.created_at)
    total = sum(each.amount for each in gone)
    return min(split.amount * total // payment.amount, split.amount) - split.returned


def _drop_or_list(refund: GatewayRefund, now: dt.datetime) -> list[PaymentSplit]:
    """Shares that were paid, to be taken back. Those that were not are made smaller here: nobody has to give anything back.

    Of a payment that fitted nothing no share ever became due.
    """
    with transaction.atomic():
        splits = shrink_splits(payment=get_payment_locked(refund.payment_id), now=now)
        if any(split.state == SplitState.SENDING for split in splits):
            raise GatewayUnavailable(reason="its shares are being paid just now")
    return [split for split in splits if split.state == SplitState.SUCCEEDED and _part_of(refund, split) > 0]


def _take_back(refund: GatewayRefund, split: PaymentSplit, now: dt.datetime) -> None:
    part, payment = _part_of(refund, split), refund.payment
    share = Share(split.number, SplitRole(split.role), split.receiver, split.amount)
    gateway, account = get_gateway(payment.gateway), get_account(payment.gateway)
    try:
        answer = gateway.unsplit(account, known_of(payment), share, part, f"T{_subject(refund, split).hex[:30]}")
    except GatewayRefused:
        return  # the merchant bears it; the buyer gets the money in any case
    if answer.state == SplitState.FAILED:
        return
    if answer.state == SplitState.SENDING:
        raise GatewayUnavailable(reason="a share is on its way back")
    with transaction.atomic():
        locked = {each.id: each for each in list_splits_locked(payment.id)}[split.id]
        if _part_of(refund, locked) < part:
            return  # booked by another run
        owed = OWED_FOR[SplitRole(split.role)]
        back = Transfer(AccountCode.PROVIDER_BALANCE, owed, part, refund.currency, split.supplier_id)
        post_transfers(kind=TransferKind.SPLIT_RETURNED, subject_id=_subject(refund, split), transfers=[back], now=now)
        locked.returned += part
        if locked.returned == locked.amount:
            locked.state, locked.done_at = SplitState.RETURNED, now
        locked.save()


def _subject(refund: GatewayRefund, split: PaymentSplit) -> uuid.UUID:
    """The fact in the books: this refund took from this share, once."""
    return uuid.uuid5(refund.id, str(split.id))
