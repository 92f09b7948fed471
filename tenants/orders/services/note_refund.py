from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.marketing.services.return_uses import return_uses
from tenants.notifications.enums import MessageKind
from tenants.orders.enums import CaseAction, CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.locks import find_order_locked, list_refunding_cases_locked
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.end_case import end_case
from tenants.orders.services.note_case import note_case
from tenants.orders.services.open_case import open_case
from tenants.orders.services.plan_message import plan_message
from tenants.payments.enums import PaymentState, RefundState
from tenants.payments.models import GatewayRefund, Payment

UNDELIVERED = frozenset({OrderStatus.PAID, OrderStatus.PROCESSING, OrderStatus.ABNORMAL})


def note_refund(*, refund: GatewayRefund, now: dt.datetime, came_back: bool = False) -> None:
    """What it means for its order that money went back, or could not. With the payment locked, in the caller's transaction.

    Args:
        came_back: it failed after it had gone back.
    """
    payment = refund.payment
    with transaction.atomic():
        order = find_order_locked(payment.order_id) if payment.order_id else None
        if refund.state == RefundState.FAILED:
            if came_back and order is not None and payment.state == PaymentState.SUCCEEDED:
                _unnote(order, refund)
            _reopen(refund, now)
            return
        left = order is not None and _note(order, payment, refund, now)
        for case in list_refunding_cases_locked(refund.id):
            if left:
                _back_to_work(case, CaseAction.REFUNDED, refund.number, now)
            else:
                outcome, action, by = CaseOutcome.REFUNDED, CaseAction.REFUNDED, refund.actor
                end_case(case=case, outcome=outcome, action=action, text=refund.number, actor=by, now=now)


def _note(order: Order, payment: Payment, refund: GatewayRefund, now: dt.datetime) -> bool:
    """Is anything of it still to be delivered? A part of the money that went back changes nothing about that."""
    if payment.state != PaymentState.SUCCEEDED:
        if order.status == OrderStatus.ABNORMAL and order.paid_at is None:
            Order.objects.filter(pk=order.pk).update(status=OrderStatus.CANCELED)  # what came was not its payment
            if order.coupon_code:
                return_uses(order_ids=[order.id], now=now)
        return False
    order.refunded += refund.amount
    if order.refunded >= payment.amount:
        order.status = OrderStatus.REFUNDED
    elif order.status not in UNDELIVERED:
        order.status = OrderStatus.PARTIALLY_REFUNDED
    order.save(update_fields=["refunded", "status"])
    plan_message(kind=MessageKind.ORDER_REFUNDED, order=order, about_id=refund.id, now=now)
    return order.status in UNDELIVERED


def _unnote(order: Order, refund: GatewayRefund) -> None:
    """Its buyer does not have it."""
    order.refunded -= refund.amount
    if order.status in {OrderStatus.REFUNDED, OrderStatus.PARTIALLY_REFUNDED}:
        delivered = OrderStatus.COMPLETED if order.completed_at else OrderStatus.ABNORMAL
        order.status = OrderStatus.PARTIALLY_REFUNDED if order.refunded else delivered
    order.save(update_fields=["refunded", "status"])


def _back_to_work(case: AbnormalCase, action: CaseAction, text: str, now: dt.datetime) -> None:
    case.status = CaseStatus.OPEN
    case.save(update_fields=["status"])
    note_case(case=case, action=action, text=text, author="system", now=now)


def _reopen(refund: GatewayRefund, now: dt.datetime) -> None:
    """Whoever asked for it gets their case back; a refund without a case becomes one."""
    payment, waiting = refund.payment, list_refunding_cases_locked(refund.id)
    for case in waiting:
        _back_to_work(case, CaseAction.REFUND_FAILED, f"{refund.number} {refund.failure}", now)
    if not waiting:
        detail = {
            "refund": refund.number,
            "amount": refund.amount,
            "currency": refund.currency,
            "reason": refund.failure,
        }
        open_case(
            reason=CaseReason.REFUND_FAILED, order_id=payment.order_id, payment_id=payment.id, detail=detail, now=now
        )
