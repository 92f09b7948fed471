from __future__ import annotations

import datetime as dt
import uuid

from tenants.notifications.enums import MessageKind
from tenants.notifications.models import Message
from tenants.notifications.services.queue_message import queue_message
from tenants.orders.messages import find_reach
from tenants.orders.selectors import get_order


def tell_buyer(
    *, kind: MessageKind, order_id: uuid.UUID, about_id: uuid.UUID, now: dt.datetime, again: uuid.UUID | None = None
) -> Message | None:
    """Write the message to the buyer of an order, which a job then sends; about the same thing there is one.

    Args:
        again: somebody asked for it once more; names that wish.

    Returns:
        The message; None: there is one already, or the buyer cannot be reached.

    Raises:
        OrderNotFound
    """
    order = get_order(order_id)
    reach = find_reach(order)
    if reach is None:
        return None
    return queue_message(
        key=f"{kind.value}:{again or about_id}",
        kind=kind,
        channel=reach.channel,
        to=reach.to,
        language=order.language,
        order_id=order.id,
        about_id=about_id,
        now=now,
    )
