from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.accounts import get_account
from tenants.payments.enums import PaymentState, SplitRole, SplitState
from tenants.payments.gateways.base import Share, SplitAnswer
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.known import known_of
from tenants.payments.locks import list_splits_locked
from tenants.payments.models import PaymentSplit
from tenants.payments.selectors import get_payment
from tenants.payments.services.plan_splits import OWED_FOR


def pay_splits(*, payment_id: uuid.UUID, now: dt.datetime) -> bool:
    """Have the institution pay the shares of a payment, and let the rest go. A job; repeating it pays nothing twice.

    Returns:
        Whether nothing is left to do; else it is to be tried again.

    Raises:
        GatewayUnavailable, GatewayRefused
    """
    payment = get_payment(payment_id)
    if payment.state != PaymentState.SUCCEEDED:
        return True
    shares, account = _begin(payment.id), get_account(payment.gateway)
    if not shares and not account.split_ready:
        return True
    answers = get_gateway(payment.gateway).split(account, known_of(payment), shares)
    with transaction.atomic():
        splits = {split.number: split for split in list_splits_locked(payment.id)}
        for answer in answers:
            _note(splits[answer.number], answer, payment.currency, now)
    return all(answer.state in {SplitState.SUCCEEDED, SplitState.FAILED} for answer in answers)


def _begin(payment_id: uuid.UUID) -> list[Share]:
    """From now on no refund makes these shares smaller: it waits until they are paid, and takes its part back."""
    with transaction.atomic():
        due = [
            each for each in list_splits_locked(payment_id) if each.state in {SplitState.PENDING, SplitState.SENDING}
        ]
        PaymentSplit.objects.filter(pk__in=[split.pk for split in due]).update(state=SplitState.SENDING)
    return [Share(split.number, SplitRole(split.role), split.receiver, split.amount - split.returned) for split in due]


def _note(split: PaymentSplit, answer: SplitAnswer, currency: str, now: dt.datetime) -> None:
    """What the institution says of a share, once."""
    if split.state != SplitState.SENDING:
        return
    split.provider_id, split.reason = answer.provider_id[:64], answer.reason[:80]
    if answer.state == SplitState.SUCCEEDED:
        split.state, split.done_at = SplitState.SUCCEEDED, now
        provider, owed = AccountCode.PROVIDER_BALANCE, OWED_FOR[SplitRole(split.role)]
        held = Transfer(AccountCode.SPLITS_PAYABLE, provider, split.amount - split.returned - split.unheld, currency)
        paid = [held, Transfer(owed, provider, split.unheld, currency, split.supplier_id)]
        post_transfers(kind=TransferKind.SPLIT_PAID, subject_id=split.id, transfers=paid, now=now)
    elif answer.state == SplitState.FAILED:
        split.state, split.done_at = SplitState.FAILED, now
        _owe_otherwise(split, currency, now)
    split.save()


def _owe_otherwise(split: PaymentSplit, currency: str, now: dt.datetime) -> None:
    """What the institution will not pay is owed as before, and no longer held out of this payment: it may be refunded."""
    owed, amount = OWED_FOR[SplitRole(split.role)], split.amount - split.returned - split.unheld
    back = Transfer(AccountCode.SPLITS_PAYABLE, owed, amount, currency, split.supplier_id)
    subject = uuid.uuid5(split.id, split.number)  # tried again it has another number
    post_transfers(kind=TransferKind.SPLIT_DROPPED, subject_id=subject, transfers=[back], now=now)
