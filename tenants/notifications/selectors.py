from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import QuerySet

from platform_core.kernel.errors import RecordNotFound
from tenants.notifications.enums import Channel, MessageKind, MessageState
from tenants.notifications.models import Message, MessageLook, MessageSettings, MessageTemplate, SmsAccount

DAY = dt.timedelta(days=1)


def get_settings() -> MessageSettings:
    """What the merchant decided about messages; as shops come, where nothing was."""
    return MessageSettings.objects.first() or MessageSettings()


def get_message(message_id: uuid.UUID) -> Message:
    """A message of the current shop.

    Raises:
        RecordNotFound
    """
    found = Message.objects.filter(pk=message_id).first()
    if found is None:
        raise RecordNotFound(id=str(message_id))
    return found


def list_messages() -> QuerySet[Message]:
    """Messages, newest first."""
    return Message.objects.order_by("-created_at", "-id")


def list_messages_of(order_id: uuid.UUID) -> QuerySet[Message]:
    """What a buyer was told about an order, the last first."""
    return list_messages().filter(order_id=order_id)


def list_looks(message_id: uuid.UUID) -> QuerySet[MessageLook]:
    """Who read what a message said, the last first."""
    return MessageLook.objects.filter(message_id=message_id).order_by("-at")


def get_sent_counts(message: Message, most: int) -> tuple[int, int]:
    """How many messages were queued in the 24 hours before one: to its contact, and of its channel in the whole shop.

    No more than ``most`` of each are counted; what was refused for want of a cap or an account does not count.
    """
    recent = (
        Message.objects.filter(created_at__gt=message.created_at - DAY)
        .exclude(state=MessageState.FAILED, attempts=0)
        .order_by()
    )
    return (
        recent.filter(contact_hash=message.contact_hash)[:most].count(),
        recent.filter(channel=message.channel)[:most].count(),
    )


def get_room(channel: Channel, now: dt.datetime) -> int:
    """How many more messages of a channel the shop's own cap lets pass now, for who has many to send."""
    cap = get_settings().daily_cap
    recent = Message.objects.filter(channel=channel, created_at__gt=now - DAY)
    return max(0, cap - recent.exclude(state=MessageState.FAILED, attempts=0).order_by()[:cap].count())


def find_template(kind: MessageKind | str, channel: Channel | str, language: str) -> MessageTemplate | None:
    """The merchant's own words for a message, if there are any."""
    return MessageTemplate.objects.filter(kind=kind, channel=channel, language=language).first()


def list_templates() -> QuerySet[MessageTemplate]:
    """All words that the merchant changed."""
    return MessageTemplate.objects.order_by("kind", "channel", "language")


def find_enabled_account() -> SmsAccount | None:
    """The account that carries the shop's short messages."""
    return SmsAccount.objects.filter(enabled=True).first()


def list_accounts() -> QuerySet[SmsAccount]:
    """All SMS accounts of the shop."""
    return SmsAccount.objects.order_by("gateway")
