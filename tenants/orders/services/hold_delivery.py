from __future__ import annotations

import datetime as dt

from platform_core.compliance.signals import BURST
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import Fulfilment
from tenants.inventory.services.extend_reservations import extend_reservations
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.locks import Due
from tenants.orders.models import Order
from tenants.orders.safety import HELD_ON, list_wait_reasons
from tenants.orders.selectors import find_recent_purchases
from tenants.orders.services.close_open_payments import close_open_payments
from tenants.orders.services.open_case import open_case


def hold_delivery(*, due: Due, now: dt.datetime) -> bool:
    """Deliver a paid order later (延迟发货), where it looks as if its buyer was talked into it (X7): its codes stay held, a job
    delivers them, the merchant may do so at once, or refund.

    In the caller's transaction, which locked the order and marks its payment. The job is written with it: nothing but the
    merchant's own act keeps the order from being delivered.

    Args:
        due: of a shop that wants this (``safety_minutes``).

    Returns:
        Whether it waits.
    """
    reasons = _reasons(due, now)
    if not reasons:
        return False
    wait = dt.timedelta(minutes=due.safety_minutes)
    Order.objects.filter(pk=due.order_id).update(status=OrderStatus.ABNORMAL, paid_at=now)
    held = [line.reservation_id for line in due.lines if line.reservation_id is not None]
    extend_reservations(ids=held, until=now + wait + HELD_ON)
    case = open_case(
        reason=CaseReason.SAFETY_DELAY,
        order_id=due.order_id,
        payment_id=due.payment_id,
        detail={"until": (now + wait).isoformat(), "reasons": reasons},
        now=now,
    )
    payload = {"case_id": str(case.id)}
    enqueue_job(JobName.DELIVER_HELD, key=f"held:{case.id}", payload=payload, now=now, delay=wait)
    close_open_payments(order_ids=[due.order_id], now=now)
    return True


def _reasons(due: Due, now: dt.datetime) -> list[str]:
    if all(line.fulfilment != Fulfilment.AUTOMATIC for line in due.lines):
        return []  # a person looks at it anyhow
    return list_wait_reasons(
        cards=sum(line.quantity for line in due.lines),
        value=due.order_amount + due.order_discount,
        currency=due.order_currency,
        recent=find_recent_purchases(due.order_id, now - BURST),
        paid_at=now,
        zone=current_tenant().time_zone,
    )
