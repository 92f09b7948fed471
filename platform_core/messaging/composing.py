"""From the facts of a mail to what the mail server gets: three templates a mail, in its reader's language."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from platform_core.kernel.sealing import open_json, seal_json
from platform_core.messaging.models import Mail
from platform_core.messaging.posting import build_message


def seal_content(mail_id: uuid.UUID, owner_id: uuid.UUID, content: dict[str, Any]) -> bytes:
    """The content of a mail under its owner's key: it opens as this mail only."""
    return seal_json(owner_id, "mail", mail_id, content)


def compose(mail: Mail) -> EmailMultiAlternatives:
    """The message, the same on every attempt.

    Raises:
        KeyMissing, SealBroken: what it says cannot be opened (any more).
    """
    assert mail.sealed is not None
    content = open_json(mail.owner_id, "mail", mail.id, mail.sealed)
    with translation.override(mail.language):
        subject, text, html = (
            render_to_string(f"{mail.template}{end}", {**content["facts"], "language": mail.language})
            for end in (".subject.txt", ".txt", ".html")
        )
    return build_message(mail.id, sender=content["sender"], to=content["to"], subject=subject, text=text, html=html)
