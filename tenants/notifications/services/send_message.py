from __future__ import annotations

import datetime as dt
import logging
import uuid
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from platform_core.events.catalogue import SmsSent
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.kernel.jobs import JobName
from platform_core.messaging.posting import PAUSES, post
from tenants.notifications.accounts import find_carrier
from tenants.notifications.enums import Channel, MessageKind, MessageState
from tenants.notifications.errors import SmsNotTaken
from tenants.notifications.gateways.registry import get_sms_gateway
from tenants.notifications.models import Message
from tenants.notifications.rendering import make_mail, make_sms
from tenants.notifications.segments import segments_of
from tenants.notifications.services.give_up_message import give_up_message

logger = logging.getLogger(__name__)
# A one-time code that comes later than this is of no use to anybody.
SHORT_LIVED = {MessageKind.ONE_TIME_CODE.value: dt.timedelta(minutes=5)}
SOON = dt.timedelta(seconds=10)
SMTP = "smtp"


class Outcome(NamedTuple):
    """``reason``: empty when it was taken. ``is_final``: asking again is of no use."""

    gateway: str
    provider_id: str = ""
    reason: str = ""
    is_final: bool = False
    segments: int = 0  # of a short message


def send_message(*, message_id: uuid.UUID, now: dt.datetime) -> None:
    """Hand a message to its carrier. What is killed before it could note the success sends it again, as the same message.

    What it says is made here, of words and of what its source knows now, and is kept nowhere. No transaction is open while a
    carrier is spoken to. One that says "not now", or nothing, is asked again later; one that says "never" ends it.
    """
    message = Message.objects.filter(pk=message_id, state=MessageState.QUEUED).first()
    if message is None:
        return
    wall = on_the_wall(now)
    outcome = _mail(message, wall) if message.channel == Channel.EMAIL else _sms(message, wall)
    if outcome.reason:
        _note_failure(message, outcome, now)
        return
    with transaction.atomic():
        noted = _mine(message).update(
            state=MessageState.SENT,
            sealed=None,
            attempts=message.attempts + 1,
            gateway=outcome.gateway,
            provider_id=outcome.provider_id,
            reason="",
            done_at=wall,
        )
        if noted and outcome.segments:
            outside = public_id("msg", message.id)
            publish_event(SmsSent(outside, outcome.segments), object_id=outside, now=now)


def _mine(message: Message) -> QuerySet[Message]:
    """The row, as long as nobody else noted an attempt meanwhile."""
    return Message.objects.filter(pk=message.id, state=MessageState.QUEUED, attempts=message.attempts)


def _mail(message: Message, wall: dt.datetime) -> Outcome:
    made = make_mail(message)
    if made is None:
        return Outcome(SMTP, reason="nothing_to_tell", is_final=True)
    problem = post(made, wall)
    if problem is not None:
        return Outcome(SMTP, reason=problem.reason, is_final=problem.is_final)
    return Outcome(SMTP, provider_id=str(made.extra_headers["Message-ID"])[:80])


def _sms(message: Message, wall: dt.datetime) -> Outcome:
    account, made = find_carrier(), make_sms(message)
    if made is None:
        return Outcome("", reason="nothing_to_tell", is_final=True)
    if account is None:
        return Outcome("", reason="no_account", is_final=True)
    try:
        number = get_sms_gateway(account.gateway).send(account, made, wall)
    except SmsNotTaken as error:
        return Outcome(account.gateway, reason=error.data["reason"], is_final=error.data["final"])
    signature = str(account.settings.get("sign_name", ""))
    said = f"【{signature}】{made.text}" if signature else made.text
    return Outcome(account.gateway, provider_id=number, segments=segments_of(said))


def _note_failure(message: Message, outcome: Outcome, now: dt.datetime) -> None:
    """Try again after a pause, or give up."""
    logger.warning("message %s not sent: %s, attempt %s", message.id, outcome.reason, message.attempts + 1)
    with transaction.atomic():
        noted = _mine(message).update(
            attempts=message.attempts + 1, gateway=outcome.gateway, reason=outcome.reason[:80]
        )
        pause = _pause(message, on_the_wall(now))
        if not noted:
            return
        if outcome.is_final or pause is None:
            give_up_message(message_id=message.id, reason=outcome.reason, now=now)
        else:
            enqueue_job(
                JobName.SEND_MESSAGE,
                key=f"message:{message.id}:{message.attempts + 1}",
                payload={"message_id": str(message.id)},
                now=now,
                delay=pause,
            )


def _pause(message: Message, wall: dt.datetime) -> dt.timedelta | None:
    """How long to wait before the next attempt; None: there is none."""
    life = SHORT_LIVED.get(message.kind)
    if life is not None:
        return SOON if wall + SOON < message.created_at + life else None
    return PAUSES[message.attempts] if message.attempts < len(PAUSES) else None
