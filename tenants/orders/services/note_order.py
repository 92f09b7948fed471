from __future__ import annotations

import datetime as dt
import uuid

from platform_core.kernel.errors import RecordNotFound
from tenants.orders.enums import OrderAct
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import Order, OrderNote

LONGEST = 1_000


def note_order(
    *, order_id: uuid.UUID, text: str, author: str, now: dt.datetime, act: OrderAct | None = None
) -> OrderNote:
    """Write down what staff say about an order, or did to it; nobody can change it after that.

    Args:
        act: None: it is only said.

    Raises:
        RecordNotFound
        OrderActionRefused: nothing is said.
    """
    said = text.strip()[:LONGEST]
    if not said and act is None:
        raise OrderActionRefused(reason="text_missing")
    if not Order.objects.filter(pk=order_id).exists():
        raise RecordNotFound(id=str(order_id))
    return OrderNote.objects.create(order_id=order_id, act=act or "", text=said, author=author[:254], at=now)
