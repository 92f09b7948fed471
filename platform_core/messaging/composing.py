"""From the facts of a mail to what the mail server gets: three templates a mail, in its reader's language."""

from __future__ import annotations

import uuid
from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from platform_core.kernel.sealing import open_json, seal_json
from platform_core.messaging.models import Mail


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
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        from_email=_sender(content["sender"]),
        to=[content["to"]],
        headers={
            "Message-ID": f"<{mail.id.hex}@{settings.KAQUAN_PLATFORM_HOST}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers it
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _sender(name: str) -> str:
    """The shop's name before the platform's address."""
    shown = "".join(letter for letter in name if letter.isprintable())
    return str(Address(display_name=shown, addr_spec=settings.DEFAULT_FROM_EMAIL))
