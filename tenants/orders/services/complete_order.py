from __future__ import annotations

import datetime as dt

from platform_core.events.catalogue import OrderDelivered
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.catalog.enums import Fulfilment
from tenants.finance.enums import TransferKind
from tenants.finance.selectors import find_booking
from tenants.inventory.selectors import list_costs_of_lines
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.models import Issuance, IssuanceLine
from tenants.notifications.enums import MessageKind
from tenants.orders.enums import CaseAction, CaseOutcome, CaseReason, OrderStatus
from tenants.orders.locks import list_open_cases_locked
from tenants.orders.models import Order
from tenants.orders.services.end_case import end_case
from tenants.orders.services.plan_message import plan_message
from tenants.payments.models import Payment
from tenants.payments.selectors import get_refundable
from tenants.payments.services.plan_splits import plan_splits

SOLVED = (
    CaseReason.PAID_WITHOUT_STOCK, CaseReason.WRONG_AMOUNT, CaseReason.MANUAL_OVERDUE, CaseReason.SAFETY_DELAY,
)  # fmt: skip
OVER = (IssuanceStatus.COMPLETED, IssuanceStatus.PARTIALLY_COMPLETED)  # the rest of the latter is refunded
SEQUENCE = 4  # placed, canceled, paid late, delivered


def complete_order(*, order: Order, payment: Payment, actor: str, now: dt.datetime) -> bool:
    """Look whether anything of a paid order is left to deliver, and note that; in the caller's transaction, which locked both.

    Cases that are open because something was left are closed with it, and suppliers get their shares of the payment.

    Returns:
        Whether all of it is with its buyer.
    """
    issued = Issuance.objects.filter(pk__in=[order.issuance_id]).values_list("status", flat=True).first()
    lines = list(order.lines.all())
    automatic = any(line.fulfilment == Fulfilment.AUTOMATIC for line in lines)
    by_hand = any(line.fulfilment == Fulfilment.MANUAL and line.handed_over_at is None for line in lines)
    done = not by_hand and (not automatic or issued in OVER)
    if done:
        order.status = OrderStatus.PARTIALLY_REFUNDED if order.refunded else OrderStatus.COMPLETED
        order.completed_at = now
    else:
        begun = issued is not None or any(line.handed_over_at for line in lines)
        order.status = OrderStatus.PROCESSING if begun else OrderStatus.PAID
    order.save(update_fields=["status", "issuance_id", "paid_at", "completed_at"])
    if done:
        _tell(order, now)
        _close_cases(order, actor, now)
        _share(order, payment, now)
    return done


def _tell(order: Order, now: dt.datetime) -> None:
    outside = public_id("ord", order.id)
    issuance = public_id("iss", order.issuance_id) if order.issuance_id else None
    delivered = OrderDelivered(id=outside, number=order.number, issuance=issuance)
    publish_event(delivered, object_id=outside, now=now, sequence=SEQUENCE)
    plan_message(kind=MessageKind.ORDER_DELIVERED, order=order, about_id=order.id, now=now)


def _close_cases(order: Order, actor: str, now: dt.datetime) -> None:
    for case in list_open_cases_locked(order.id, SOLVED):
        outcome, action = CaseOutcome.DELIVERED, CaseAction.DELIVERED
        end_case(case=case, outcome=outcome, action=action, text="", actor=actor, now=now)


def _share(order: Order, payment: Payment, now: dt.datetime) -> None:
    """Once, and never out of a payment of which something went back: what is shared must still be there."""
    if order.issuance_id is None or find_booking(TransferKind.SPLIT_DUE, payment.id):
        return
    if get_refundable(payment) == payment.amount:
        lines = IssuanceLine.objects.filter(issuance_id=order.issuance_id).values_list("id", flat=True)
        plan_splits(payment=payment, costs=list_costs_of_lines(list(lines)), now=now)
