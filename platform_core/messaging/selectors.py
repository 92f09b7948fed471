from __future__ import annotations

import uuid
from typing import NamedTuple

from platform_core.messaging.enums import MailStatus
from platform_core.messaging.models import Mail


class MailState(NamedTuple):
    """What became of a mail; ``reason``: why it was given up, in one word."""

    status: MailStatus
    reason: str


def find_mail_state(mail_id: uuid.UUID) -> MailState | None:
    """How it went with a mail of the current shop, or None."""
    row = Mail.objects.filter(pk=mail_id).values_list("status", "reason").first()
    return MailState(MailStatus(row[0]), row[1]) if row else None
