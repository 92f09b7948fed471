from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.jobs import JobName
from platform_core.messaging.composing import compose
from platform_core.messaging.enums import MailStatus
from platform_core.messaging.models import Mail
from platform_core.messaging.posting import PAUSES, NotPosted, post
from platform_core.messaging.services.give_up_mail import give_up_mail

logger = logging.getLogger(__name__)


def send_mail(*, mail_id: uuid.UUID, now: dt.datetime) -> None:
    """Hand a mail to the mail server. What is killed before it could note the success sends it again, as the same message.

    No transaction is open while the server is spoken to. A server that says "not now", or nothing, is asked again later;
    one that says "never" (5xx to the address, the sender or the message) ends it.
    """
    mail = Mail.objects.filter(pk=mail_id, status=MailStatus.QUEUED).first()
    if mail is None:
        return
    wall = on_the_wall(now)
    problem = post(compose(mail), wall)
    if problem is not None:
        _note_failure(mail, problem, now)
    else:
        Mail.objects.filter(pk=mail.id, status=MailStatus.QUEUED).update(
            status=MailStatus.SENT, sealed=None, attempts=mail.attempts + 1, reason="", done_at=wall
        )


def _note_failure(mail: Mail, problem: NotPosted, now: dt.datetime) -> None:
    """Try again after a pause, or give up."""
    logger.warning("mail %s not sent: %s, attempt %s", mail.id, problem.reason, mail.attempts + 1)
    with transaction.atomic():
        Mail.objects.filter(pk=mail.id, status=MailStatus.QUEUED).update(
            attempts=mail.attempts + 1, reason=problem.reason[:80]
        )
        if problem.is_final or mail.attempts >= len(PAUSES):
            give_up_mail(mail_id=mail.id, reason=problem.reason, now=now)
        else:
            enqueue_job(
                JobName.SEND_MAIL,
                key=f"mail:{mail.id}:{mail.attempts + 1}",
                payload={"mail_id": str(mail.id)},
                now=now,
                delay=PAUSES[mail.attempts],
            )
