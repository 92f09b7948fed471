from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.locks import find_order_locked
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.open_case import open_case
from tenants.payments.enums import PaymentState, RefundState
from tenants.payments.models import GatewayRefund


def note_refund(*, refund: GatewayRefund, now: dt.datetime) -> None:
    """What it means for its order that money went back, or could not. With the payment locked, in the caller's transaction."""
    payment = refund.payment
    if refund.state == RefundState.FAILED:
        detail = {
            "refund": refund.number,
            "amount": refund.amount,
            "currency": refund.currency,
            "reason": refund.failure,
        }
        open_case(
            reason=CaseReason.REFUND_FAILED, order_id=payment.order_id, payment_id=payment.id, detail=detail, now=now
        )
        return
    with transaction.atomic():
        order = find_order_locked(payment.order_id) if payment.order_id else None
        if order is not None and payment.state == PaymentState.SUCCEEDED:
            order.refunded += refund.amount
            order.status = OrderStatus.REFUNDED if order.refunded >= order.amount else OrderStatus.PARTIALLY_REFUNDED
            order.save(update_fields=["refunded", "status"])
        elif order is not None and order.status == OrderStatus.ABNORMAL:
            Order.objects.filter(pk=order.pk).update(status=OrderStatus.CANCELED)  # what came was not its payment
        waiting = AbnormalCase.objects.filter(payment_id=payment.id, status=CaseStatus.REFUNDING)
        waiting.update(
            status=CaseStatus.CLOSED, outcome=CaseOutcome.REFUNDED, closed_at=now, closed_by=refund.actor[:254]
        )
