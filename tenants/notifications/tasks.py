from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.notifications.services.give_up_message import give_up_message
from tenants.notifications.services.send_message import send_message


def _give_up(message_id: str) -> None:
    give_up_message(message_id=uuid.UUID(message_id), reason="given_up", now=now())


@handles(JobName.SEND_MESSAGE, on_give_up=_give_up)
def _send_message(message_id: str) -> None:
    send_message(message_id=uuid.UUID(message_id), now=now())
