from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from platform_core.events.catalogue import OrderCanceled
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.inventory.services.release_reservations import release_reservations
from tenants.marketing.services.return_uses import return_uses
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order, OrderLine
from tenants.orders.services.close_open_payments import close_open_payments


def close_orders(*, orders: Sequence[Order], reason: str, now: dt.datetime) -> None:
    """Close unpaid orders and put back their codes and the uses of their coupons, in the caller's transaction.

    Payments that were begun are closed by jobs.

    Args:
        orders: locked.
        reason: as the event says it.
    """
    lines = OrderLine.objects.filter(order__in=orders, reservation_id__isnull=False)
    release_reservations(ids=[line.reservation_id for line in lines if line.reservation_id], now=now)
    discounted = [order.id for order in orders if order.coupon_code]
    if discounted:
        return_uses(order_ids=discounted, now=now)
    for order in orders:
        order.status = OrderStatus.CANCELED
        outside = public_id("ord", order.id)
        publish_event(
            OrderCanceled(id=outside, number=order.number, reason=reason), object_id=outside, now=now, sequence=2
        )
    Order.objects.bulk_update(orders, ["status"])
    close_open_payments(order_ids=[order.id for order in orders], now=now)
