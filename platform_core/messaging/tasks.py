from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.messaging.services.give_up_mail import give_up_mail
from platform_core.messaging.services.send_mail import send_mail


def _give_up(mail_id: str) -> None:
    give_up_mail(mail_id=uuid.UUID(mail_id), reason="given_up", now=now())


@handles(JobName.SEND_MAIL, on_give_up=_give_up)
def _send_mail(mail_id: str) -> None:
    send_mail(mail_id=uuid.UUID(mail_id), now=now())
