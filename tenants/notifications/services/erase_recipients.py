from __future__ import annotations

import uuid
from collections.abc import Collection

from platform_core.kernel.contacts import NOBODY
from tenants.notifications.enums import MessageState
from tenants.notifications.models import Message


def erase_recipients(*, order_ids: Collection[uuid.UUID]) -> int:
    """Forget to whom messages about orders went; that they were sent stays. In the caller's transaction.

    One that waits to be sent still needs its recipient, and is left alone.

    Returns:
        How many were forgotten.
    """
    told = Message.objects.filter(order_id__in=order_ids).exclude(state=MessageState.QUEUED)
    return told.update(contact_masked="", contact_hash=NOBODY)
