from __future__ import annotations

import datetime as dt
import uuid

from platform_core.kernel.clock import on_the_wall
from platform_core.messaging.enums import MailStatus
from platform_core.messaging.models import Mail


def give_up_mail(*, mail_id: uuid.UUID, reason: str, now: dt.datetime) -> None:
    """Stop trying to send a mail, and forget what it said. One that is done stays as it is.

    Args:
        reason: in a word or two, without the address.
    """
    Mail.objects.filter(pk=mail_id, status=MailStatus.QUEUED).update(
        status=MailStatus.FAILED, sealed=None, reason=reason[:80], done_at=on_the_wall(now)
    )
