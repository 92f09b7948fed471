from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.catalogue import OrderCanceled
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.inventory.services.release_reservations import release_reservations
from tenants.orders.enums import OrderStatus
from tenants.orders.locks import list_overdue_orders_locked
from tenants.orders.models import Order, OrderLine
from tenants.orders.services.close_open_payments import close_open_payments

AT_ONCE = 200


def expire_orders(*, now: dt.datetime) -> int:
    """Close unpaid orders whose time is over and put their codes back; payments that were begun are closed by jobs. A sweep.

    An order that is being settled in this very moment is locked and left to its payment.

    Returns:
        How many were closed.
    """
    with transaction.atomic():
        due = list(list_overdue_orders_locked(now)[:AT_ONCE])
        if not due:
            return 0
        lines = OrderLine.objects.filter(order__in=due, reservation_id__isnull=False)
        release_reservations(ids=[line.reservation_id for line in lines if line.reservation_id], now=now)
        for order in due:
            order.status = OrderStatus.CANCELED
            outside = public_id("ord", order.id)
            publish_event(
                OrderCanceled(id=outside, number=order.number, reason="not_paid_in_time"),
                object_id=outside,
                now=now,
                sequence=2,
            )
        Order.objects.bulk_update(due, ["status"])
        close_open_payments(order_ids=[order.id for order in due], now=now)
    return len(due)
