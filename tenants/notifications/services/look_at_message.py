from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from tenants.notifications.accounts import has_outbox
from tenants.notifications.errors import MessageRefused
from tenants.notifications.gateways.outbox import open_outbox
from tenants.notifications.models import MessageLook, OutboxText
from tenants.notifications.rendering import say
from tenants.notifications.selectors import get_message
from tenants.notifications.sources import find_facts


class Opened(NamedTuple):
    """A message in the clear, without codes: of a mail the words; of a short message in the outbox its number too."""

    to: str
    subject: str
    text: str


def look_at_message(*, message_id: uuid.UUID, actor: str, ip: str | None, now: dt.datetime) -> Opened:
    """Read what a message of a demo or a test shop said; the look is on record before it is shown.

    Raises:
        RecordNotFound
        MessageRefused: ``no_outbox``: buyers receive the messages of this shop, nobody else reads them; ``nothing_to_tell``:
            it is not known any more what it said.
    """
    if not has_outbox():
        raise MessageRefused(reason="no_outbox")
    message = get_message(message_id)
    with transaction.atomic():
        MessageLook.objects.create(message=message, actor=actor[:254], ip=ip, at=now)
    kept = OutboxText.objects.filter(message=message).first()
    if kept is not None:
        to, text = open_outbox(kept)
        return Opened(to, "", text)
    facts = find_facts(message)
    if facts is None:
        raise MessageRefused(reason="nothing_to_tell")
    said = say(message, facts.fields)
    return Opened(message.contact_masked, said.subject, said.text)
