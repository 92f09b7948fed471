from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import new_id
from tenants.notifications.enums import MessageKind, MessageState
from tenants.notifications.errors import MessageRefused
from tenants.notifications.models import Message
from tenants.notifications.selectors import list_messages_of
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import OrderNotFound
from tenants.orders.locks import find_order_locked
from tenants.orders.services.tell_buyer import tell_buyer

PAUSE, MOST_A_DAY = dt.timedelta(seconds=60), 5
DELIVERED = frozenset({OrderStatus.COMPLETED, OrderStatus.PROCESSING, OrderStatus.PARTIALLY_REFUNDED})


def resend_message(
    *,
    order_id: uuid.UUID,
    now: dt.datetime,
    kind: MessageKind = MessageKind.ORDER_DELIVERED,
    about_id: uuid.UUID | None = None,
) -> Message:
    """Tell a buyer again, at the contact that the order was placed with and no other. A minute apart, five times a day.

    Raises:
        OrderNotFound
        MessageRefused: ``too_soon``, ``contact_cap``, ``no_contact``, ``not_again`` (nothing was delivered), or what a message
            is refused for.
    """
    with transaction.atomic():
        order = find_order_locked(order_id)  # two wishes at once are counted one after the other
        if order is None:
            raise OrderNotFound
        if kind == MessageKind.ORDER_DELIVERED and order.status not in DELIVERED:
            raise MessageRefused(reason="not_again")
        _check_pace(order_id, on_the_wall(now))
        about = about_id or order.issuance_id or order.id
        message = tell_buyer(kind=kind, order_id=order_id, about_id=about, again=new_id(), now=now)
    if message is None:
        raise MessageRefused(reason="no_contact")
    if message.state == MessageState.FAILED:
        raise MessageRefused(reason=message.reason)
    return message


def _check_pace(order_id: uuid.UUID, wall: dt.datetime) -> None:
    times = list(
        list_messages_of(order_id)
        .filter(created_at__gt=wall - dt.timedelta(days=1))
        .values_list("created_at", flat=True)[: MOST_A_DAY + 1]
    )
    if times and times[0] > wall - PAUSE:
        raise MessageRefused(reason="too_soon")
    if len(times) > MOST_A_DAY:
        raise MessageRefused(reason="contact_cap")
