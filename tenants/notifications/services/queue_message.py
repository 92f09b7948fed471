from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.contacts import hash_contact
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from platform_core.kernel.masking import mask_contact
from platform_core.tenancy.context import current_tenant
from tenants.notifications.enums import Channel, MessageKind, MessageState
from tenants.notifications.errors import MessageRefused
from tenants.notifications.locks import wait_for_contact
from tenants.notifications.models import Message
from tenants.notifications.recipients import read_recipient, seal_recipient
from tenants.notifications.selectors import get_sent_counts, get_settings
from tenants.notifications.wording import language_of

CONTACT_CAP = 20  # messages to one contact within 24 hours, of all kinds


def queue_message(
    *,
    key: str,
    kind: MessageKind,
    channel: Channel,
    to: str,
    language: str,
    now: dt.datetime,
    order_id: uuid.UUID | None = None,
    about_id: uuid.UUID | None = None,
    fields: Mapping[str, str] | None = None,
) -> Message | None:
    """Write a message in the caller's transaction: it will be sent exactly when that commits, at least once.

    One that a cap or its address forbids is written too, as failed with its reason: a merchant sees what was not sent.

    Args:
        key: of its cause.
        to: an address or a number; kept sealed, and only until the message is done.
        fields: what nothing else keeps (a one-time code), sealed in the same way; never a card code.

    Returns:
        The message; None: this cause has one.
    """
    message = Message(
        id=new_id(),
        key=key,
        kind=kind,
        channel=channel,
        order_id=order_id,
        about_id=about_id,
        language=language_of(language),
        contact_masked=mask_contact(to)[:80],
        contact_hash=hash_contact(current_tenant().id, to),
        created_at=on_the_wall(now),
    )
    with transaction.atomic():
        wait_for_contact(bytes(message.contact_hash))
        if Message.objects.filter(key=key).exists():
            return None
        _write(message, to, fields or {}, now)
    return message


def _write(message: Message, to: str, fields: Mapping[str, str], now: dt.datetime) -> None:
    try:
        recipient = read_recipient(message.channel, to)
        _check_caps(message)
    except MessageRefused as refused:
        message.state, message.reason, message.done_at = MessageState.FAILED, refused.data["reason"], message.created_at
    else:
        message.sealed = seal_recipient(message.id, recipient, fields)
        payload = {"message_id": str(message.id)}
        enqueue_job(JobName.SEND_MESSAGE, key=f"message:{message.id}", payload=payload, now=now)
    message.save(force_insert=True)


def _check_caps(message: Message) -> None:
    cap = get_settings().daily_cap
    to_contact, of_channel = get_sent_counts(message, max(cap, CONTACT_CAP))
    if to_contact >= CONTACT_CAP:
        raise MessageRefused(reason="contact_cap")
    if of_channel >= cap:
        raise MessageRefused(reason="shop_cap")
