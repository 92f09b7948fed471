"""What a gateway reports, in whatever order: the books end the same."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.kernel.ids import new_id
from tenants.orders.enums import CaseReason
from tenants.orders.services.finish_refund import finish_refund
from tenants.orders.services.note_refund import note_refund
from tenants.orders.services.open_case import open_case
from tenants.orders.services.settle_payment import settle_payment
from tenants.payments.enums import NoticeKind, NoticeOutcome, PaymentState, RefundState
from tenants.payments.gateways.base import Notice, RefundAnswer
from tenants.payments.locks import find_payment_locked
from tenants.payments.models import GatewayNotice, GatewayRefund, Payment
from tenants.payments.services.book_dispute import book_dispute
from tenants.payments.services.book_outside_refund import book_outside_refund
from tenants.payments.services.keep_notice import keep_notice
from tenants.payments.services.reverse_refund import reverse_refund
from tenants.payments.services.shrink_splits import shrink_splits

DISPUTES = frozenset({NoticeKind.DISPUTED, NoticeKind.DISPUTE_WON, NoticeKind.DISPUTE_LOST})
LATER = frozenset({NoticeKind.REFUNDED, NoticeKind.REFUND_FAILED}) | DISPUTES
PAID = frozenset({PaymentState.SUCCEEDED, PaymentState.ABNORMAL})


def settle_notice(*, gateway: str, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """Act on a verified notice, once. What comes before the payment that it is about waits for it.

    Returns:
        What became of it; the caller answers "received" in every case, because it is stored.
    """
    if notice.kind == NoticeKind.PAID:
        settled = settle_payment(gateway=gateway, notice=notice, now=now)
        if settled.awaited:
            _catch_up(gateway, notice.payment_number, now)
        return settled.outcome
    with transaction.atomic():
        payment = find_payment_locked(notice.payment_number, gateway)
        outcome = keep_notice(gateway=gateway, notice=notice, outcome=_act(payment, notice, now), now=now)
        if payment is not None and notice.kind in LATER:
            shrink_splits(payment=payment, now=now)
    return outcome


def _catch_up(gateway: str, payment_number: str, now: dt.datetime) -> None:
    """What came before its payment, now that there is one."""
    early = GatewayNotice.objects.filter(
        gateway=gateway, payment_number=payment_number[:32], outcome=NoticeOutcome.EARLY
    ).order_by("id")
    if not early.exists():
        return
    with transaction.atomic():
        payment = find_payment_locked(payment_number, gateway)
        for row in early:
            outcome = _act(payment, _notice_of(row), now)
            GatewayNotice.objects.filter(pk=row.pk).update(outcome=outcome)
            if payment is not None:
                shrink_splits(payment=payment, now=now)


def _notice_of(row: GatewayNotice) -> Notice:
    kind = NoticeKind(row.kind)
    return Notice(
        kind, row.payment_number, row.provider_id, row.amount, row.currency, row.refund_number, reason=row.reason
    )


def _act(payment: Payment | None, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    if notice.kind in LATER and (payment is None or payment.state not in PAID):
        return NoticeOutcome.EARLY
    if payment is None:
        return NoticeOutcome.UNKNOWN_PAYMENT
    if notice.kind == NoticeKind.CLOSED:
        closed = Payment.objects.filter(pk=payment.pk, state=PaymentState.CREATED).update(state=PaymentState.CLOSED)
        return NoticeOutcome.SETTLED if closed else NoticeOutcome.REPEATED
    if notice.kind in DISPUTES:
        return _dispute(payment, notice, now)
    if notice.kind in {NoticeKind.REFUNDED, NoticeKind.REFUND_FAILED}:
        return _refund(payment, notice, now)
    return NoticeOutcome.NOTED


def _refund(payment: Payment, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    state = RefundState.SUCCEEDED if notice.kind == NoticeKind.REFUNDED else RefundState.FAILED
    there = GatewayRefund.objects.filter(payment=payment)
    refund = there.filter(number=notice.refund_number).first() or there.filter(provider_id=notice.provider_id).first()
    if refund is not None:
        if state == RefundState.FAILED and refund.state == RefundState.SUCCEEDED:
            return _refund_came_back(refund, notice, now)
        answer = RefundAnswer(state, notice.provider_id, notice.reason)
        news = finish_refund(number=refund.number, answer=answer, now=now)
        return NoticeOutcome.SETTLED if news else NoticeOutcome.REPEATED
    if state == RefundState.FAILED:
        return NoticeOutcome.REPEATED
    return _refunded_elsewhere(payment, notice, now)


def _refund_came_back(refund: GatewayRefund, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """The buyer's bank sent back what had left already: it is owed again, and a person sends it once more or in another way."""
    reversed_now = reverse_refund(number=refund.number, reason=notice.reason, now=now)
    if reversed_now is not None:
        note_refund(refund=reversed_now, came_back=True, now=now)
    return NoticeOutcome.SETTLED if reversed_now else NoticeOutcome.REPEATED


def _refunded_elsewhere(payment: Payment, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    """The merchant sent money back at the institution itself: the books follow, a person sees to the codes."""
    refund_id = new_id()
    refund = GatewayRefund.objects.create(
        id=refund_id,
        payment=payment,
        number=f"X{refund_id.hex[:30]}",
        amount=notice.amount,
        currency=payment.currency,
        state=RefundState.SUCCEEDED,
        ours=False,
        provider_id=notice.provider_id[:64],
        reason=notice.reason[:80],
        actor=payment.gateway,
        created_at=now,
        done_at=now,
    )
    book_outside_refund(refund=refund, now=now)
    note_refund(refund=refund, now=now)
    _open(CaseReason.REFUNDED_ELSEWHERE, payment, notice, now)
    return NoticeOutcome.SETTLED


def _dispute(payment: Payment, notice: Notice, now: dt.datetime) -> NoticeOutcome:
    said, amount = notice.kind, notice.amount
    if not book_dispute(payment=payment, dispute=notice.provider_id, said=said, amount=amount, now=now):
        return NoticeOutcome.REPEATED
    _open(CaseReason.DISPUTED, payment, notice, now)
    return NoticeOutcome.SETTLED


def _open(reason: CaseReason, payment: Payment, notice: Notice, now: dt.datetime) -> None:
    detail = {"payment": payment.number, "amount": notice.amount, "currency": payment.currency, "reason": notice.reason}
    open_case(reason=reason, order_id=payment.order_id, payment_id=payment.id, detail=detail, now=now)
