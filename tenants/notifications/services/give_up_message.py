from __future__ import annotations

import datetime as dt
import uuid

from platform_core.kernel.clock import on_the_wall
from tenants.notifications.enums import MessageState
from tenants.notifications.models import Message


def give_up_message(*, message_id: uuid.UUID, reason: str, now: dt.datetime) -> None:
    """Stop trying to send a message, and forget who it was for. One that is done stays as it is.

    Args:
        reason: in a word or two, without the contact.
    """
    Message.objects.filter(pk=message_id, state=MessageState.QUEUED).update(
        state=MessageState.FAILED, sealed=None, reason=reason[:80], done_at=on_the_wall(now)
    )
