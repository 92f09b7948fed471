from __future__ import annotations

import datetime as dt

from platform_core.kernel.ids import new_id
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.orders.enums import CaseReason
from tenants.orders.services.open_case import open_case
from tenants.payments.enums import BalanceMove, NoticeOutcome, PaymentState
from tenants.payments.gateways.base import Notice
from tenants.payments.locks import find_payment_locked
from tenants.payments.models import BalanceTopUp, Payment
from tenants.payments.services.keep_notice import keep_notice
from tenants.payments.services.move_balance import move_balance

UNPAID = frozenset({PaymentState.CREATED, PaymentState.CLOSED})


def settle_top_up(*, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome | None:
    """Act on a verified notice of a top-up, in the caller's transaction, once: the buyer has the money on their balance.

    Returns:
        What became of it; None: it is about no top-up.
    """
    payment = find_payment_locked(notice.payment_number, gateway)
    if payment is None or payment.top_up_id is None:
        return None
    if payment.provider_id == notice.provider_id:
        return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.REPEATED, now=now)
    if payment.state not in UNPAID:
        return _keep_for_a_person(payment, payment.state, CaseReason.PAID_TWICE, notice, now)
    payment.provider_id, payment.paid_amount, payment.paid_at = notice.provider_id[:64], notice.amount, now
    if (notice.currency, notice.amount) != (payment.currency, payment.amount):
        return _keep_for_a_person(payment, PaymentState.ABNORMAL, CaseReason.WRONG_AMOUNT, notice, now)
    payment.state = PaymentState.SUCCEEDED
    payment.save()
    top_up = BalanceTopUp.objects.get(pk=payment.top_up_id)
    move_balance(
        buyer_id=top_up.buyer_id,
        move=BalanceMove.TOPPED_UP,
        subject_id=payment.id,
        amount=payment.amount,
        currency=payment.currency,
        now=now,
    )
    return keep_notice(gateway=gateway, notice=notice, outcome=NoticeOutcome.SETTLED, now=now)


def _keep_for_a_person(
    payment: Payment, state: str, reason: CaseReason, notice: Notice, now: dt.datetime
) -> NoticeOutcome:
    """Money that lies at the institution and is not what was asked for: nobody's balance grows by it."""
    payment.state = state
    payment.save()
    subject = payment.id if reason == CaseReason.WRONG_AMOUNT else new_id()
    came = Transfer(AccountCode.PROVIDER_BALANCE, AccountCode.UNALLOCATED, notice.amount, notice.currency[:3])
    post_transfers(kind=TransferKind.UNALLOCATED, subject_id=subject, transfers=[came], now=now)
    detail = {"payment": payment.number, "amount": notice.amount, "currency": notice.currency[:3]}
    open_case(reason=reason, order_id=None, payment_id=payment.id, detail=detail, now=now)
    outcome = NoticeOutcome.WRONG_AMOUNT if reason == CaseReason.WRONG_AMOUNT else NoticeOutcome.LATE
    return keep_notice(gateway=payment.gateway, notice=notice, outcome=outcome, now=now)
