from __future__ import annotations

import datetime as dt
import logging
import smtplib
import uuid

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.jobs import JobName
from platform_core.messaging.composing import compose
from platform_core.messaging.enums import MailStatus
from platform_core.messaging.models import Mail
from platform_core.messaging.services.give_up_mail import give_up_mail
from platform_core.messaging.silence import is_silent, note_silence

logger = logging.getLogger(__name__)
# How long to wait after each attempt: a day in all. Servers that do not know us ask to come again in some minutes (greylisting).
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 60, 120, 240, 480, 480))


def send_mail(*, mail_id: uuid.UUID, now: dt.datetime) -> None:
    """Hand a mail to the mail server. What is killed before it could note the success sends it again, as the same message.

    No transaction is open while the server is spoken to. A server that says "not now", or nothing, is asked again later;
    one that says "never" (5xx to the address, the sender or the message) ends it. One that hangs is not asked for a minute:
    what is due meanwhile counts as not answered.
    """
    mail = Mail.objects.filter(pk=mail_id, status=MailStatus.QUEUED).first()
    if mail is None:
        return
    message, wall = compose(mail), on_the_wall(now)
    try:
        if is_silent(wall):
            raise TimeoutError
        message.send()
    except (TimeoutError, smtplib.SMTPServerDisconnected) as error:  # the second: silent in the middle of a talk
        if not is_silent(wall):
            note_silence(wall)
        _note_failure(mail, error, now)
    except (OSError, smtplib.SMTPException) as error:  # smtplib's are OSErrors; said twice to be plain
        _note_failure(mail, error, now)
    else:
        Mail.objects.filter(pk=mail.id, status=MailStatus.QUEUED).update(
            status=MailStatus.SENT, sealed=None, attempts=mail.attempts + 1, reason="", done_at=wall
        )


def _note_failure(mail: Mail, error: Exception, now: dt.datetime) -> None:
    """Try again after a pause, or give up. Only kind and number are kept: the server's words may quote the address."""
    reply = _reply_of(error)
    reason = f"{type(error).__name__} {reply or ''}".strip()
    logger.warning("mail %s not sent: %s, attempt %s", mail.id, reason, mail.attempts + 1)
    with transaction.atomic():
        Mail.objects.filter(pk=mail.id, status=MailStatus.QUEUED).update(attempts=mail.attempts + 1, reason=reason[:80])
        if _is_final(error, reply) or mail.attempts >= len(PAUSES):
            give_up_mail(mail_id=mail.id, reason=reason, now=now)
        else:
            enqueue_job(
                JobName.SEND_MAIL,
                key=f"mail:{mail.id}:{mail.attempts + 1}",
                payload={"mail_id": str(mail.id)},
                now=now,
                delay=PAUSES[mail.attempts],
            )


def _reply_of(error: Exception) -> int | None:
    """The number of the server's answer, if it gave one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _is_final(error: Exception, reply: int | None) -> bool:
    """Was it this mail that was refused for good, and not us, for now?"""
    about_it = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(error, about_it) and reply is not None and reply >= 500
