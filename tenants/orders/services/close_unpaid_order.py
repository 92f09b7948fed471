from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.orders.enums import OrderAct, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import find_unpaid_order_locked
from tenants.orders.services.close_orders import close_orders
from tenants.orders.services.note_order import note_order


def close_unpaid_order(*, order_id: uuid.UUID, reason: str, actor: str, now: dt.datetime) -> None:
    """Close an order that nobody has paid yet, before its time is over: its codes are on sale again.

    Raises:
        RecordNotFound
        OrderActionRefused: it is paid, or closed; or no reason is given.
    """
    if not reason.strip():
        raise OrderActionRefused(reason="reason_missing")
    with transaction.atomic():
        order = find_unpaid_order_locked(order_id)
        if order is None:
            raise RecordNotFound(id=str(order_id))
        if order.status != OrderStatus.PENDING_PAYMENT:
            raise OrderActionRefused(reason="not_unpaid")
        close_orders(orders=[order], reason="closed_by_shop", now=now)
        note_order(order_id=order.id, act=OrderAct.CLOSED, text=reason, author=actor, now=now)
