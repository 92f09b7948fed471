from __future__ import annotations

import datetime as dt
import uuid

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import find_booking
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import BalanceMove, NoticeKind, PaymentState
from tenants.payments.locks import lock_balance
from tenants.payments.models import BalanceEntry, BalanceTopUp, Payment
from tenants.payments.selectors import find_unallocated
from tenants.payments.services.move_balance import move_balance

KINDS = {
    NoticeKind.DISPUTED: TransferKind.DISPUTE,
    NoticeKind.DISPUTE_WON: TransferKind.DISPUTE_WON,
    NoticeKind.DISPUTE_LOST: TransferKind.DISPUTE_LOST,
}


def book_dispute(*, payment: Payment, dispute: str, said: NoticeKind, amount: int, now: dt.datetime) -> bool:
    """Money that is disputed is frozen, then comes back or is lost; an end that is told first froze it, too.

    In the caller's transaction, which locked the payment. What was topped up and is disputed cannot be spent as well: the
    buyer's balance is frozen with it, as far as it reaches.

    Args:
        dispute: what the institution calls it.
        amount: minor units.

    Returns:
        Whether it was news.
    """
    subject = uuid.uuid5(payment.id, f"dispute/{dispute}")
    news = [kind for kind in (TransferKind.DISPUTE, KINDS[said]) if not find_booking(kind, subject)]
    over = any(find_booking(kind, subject) for kind in (TransferKind.DISPUTE_WON, TransferKind.DISPUTE_LOST))
    if not news or (over and said != NoticeKind.DISPUTED):
        return False
    for kind in dict.fromkeys(news):
        _book(payment, subject, kind, amount, now)
    return True


def _book(payment: Payment, subject: uuid.UUID, kind: TransferKind, amount: int, now: dt.datetime) -> None:
    held, provider, currency = AccountCode.DISPUTED, AccountCode.PROVIDER_BALANCE, payment.currency
    if kind == TransferKind.DISPUTE:
        transfers = [Transfer(held, provider, amount, currency)]
    elif kind == TransferKind.DISPUTE_WON:
        transfers = [Transfer(provider, held, amount, currency)]
    else:
        bearer = AccountCode.UNALLOCATED if find_unallocated(payment) else AccountCode.CHARGEBACKS
        transfers = [Transfer(bearer, held, amount, currency)]
        if frozen := _frozen(subject):
            transfers.append(Transfer(held, bearer, frozen, currency))  # that part the buyer bears
    post_transfers(kind=kind, subject_id=subject, transfers=transfers, now=now)
    if kind == TransferKind.DISPUTE:
        _freeze(payment, subject, amount, now)
    elif kind == TransferKind.DISPUTE_WON:
        _release(payment, subject, now)


def _frozen(subject: uuid.UUID) -> int:
    entry = BalanceEntry.objects.filter(subject_id=subject, move=BalanceMove.FROZEN).first()
    return -entry.amount if entry else 0


def _freeze(payment: Payment, subject: uuid.UUID, amount: int, now: dt.datetime) -> None:
    if payment.top_up_id is not None and payment.state == PaymentState.SUCCEEDED:
        buyer_id = BalanceTopUp.objects.get(pk=payment.top_up_id).buyer_id
        part = min(amount, lock_balance(buyer_id))
        _move(buyer_id, BalanceMove.FROZEN, subject, part, payment.currency, now)


def _release(payment: Payment, subject: uuid.UUID, now: dt.datetime) -> None:
    if payment.top_up_id is not None:
        buyer_id = BalanceTopUp.objects.get(pk=payment.top_up_id).buyer_id
        _move(buyer_id, BalanceMove.RELEASED, subject, _frozen(subject), payment.currency, now)


def _move(
    buyer_id: uuid.UUID, move: BalanceMove, subject: uuid.UUID, part: int, currency: str, now: dt.datetime
) -> None:
    if part:
        move_balance(buyer_id=buyer_id, move=move, subject_id=subject, amount=part, currency=currency, now=now)
