"""Handing a message to the mail server: what it answered, in a word, and whether asking again is of use."""

from __future__ import annotations

import datetime as dt
import smtplib
import uuid
from email.headerregistry import Address
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from platform_core.messaging.silence import is_silent, note_silence

# How long to wait after each attempt: a day in all. Servers that do not know us ask to come again in some minutes (greylisting).
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 30, 60, 120, 240, 480, 480))


class NotPosted(NamedTuple):
    """Why a message was not taken: kind and number only, the server's words may quote the address. ``is_final``: it said "never"."""

    reason: str
    is_final: bool


def build_message(
    message_id: uuid.UUID, *, sender: str, to: str, subject: str, text: str, html: str
) -> EmailMultiAlternatives:
    """A mail as text and HTML, the same on every attempt.

    Args:
        message_id: becomes its Message-ID.
        sender: the name that the reader sees before the platform's address.
    """
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        from_email=_sender(sender),
        to=[to],
        headers={
            "Message-ID": f"<{message_id.hex}@{settings.KAQUAN_PLATFORM_HOST}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers it
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _sender(name: str) -> str:
    """The shop's name before the platform's address."""
    shown = "".join(letter for letter in name if letter.isprintable())
    return str(Address(display_name=shown, addr_spec=settings.DEFAULT_FROM_EMAIL))


def post(message: EmailMultiAlternatives, wall: dt.datetime) -> NotPosted | None:
    """Hand a message to the mail server; None: it has it.

    A server that hangs is not asked for a minute: what is due meanwhile counts as not answered.
    """
    # smtplib's are OSErrors; said twice to be plain
    expected: tuple[type[Exception], ...] = (OSError, smtplib.SMTPException, *_api_errors())
    try:
        if is_silent(wall):
            raise TimeoutError
        message.send()
    except (TimeoutError, smtplib.SMTPServerDisconnected) as error:  # the second: silent in the middle of a talk
        if not is_silent(wall):
            note_silence(wall)
        return _not_posted(error)
    except expected as error:
        return _not_posted(error)
    return None


def _api_errors() -> tuple[type[Exception], ...]:
    """What goes wrong with a provider's API; its library is heavy, and loaded where one is used alone."""
    if not settings.EMAIL_BACKEND.startswith("anymail."):
        return ()
    from anymail.exceptions import AnymailError

    return (AnymailError,)


def _not_posted(error: Exception) -> NotPosted:
    reply = _reply_of(error)
    return NotPosted(f"{type(error).__name__} {reply or ''}".strip(), _is_final(error, reply))


def _reply_of(error: Exception) -> int | None:
    """The number of the server's answer, if it gave one; a provider's API has it as ``status_code``."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=None)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    said = getattr(error, "status_code", None)
    return said if isinstance(said, int) else None


def _is_final(error: Exception, reply: int | None) -> bool:
    """Was it this mail that was refused for good, and not us, for now?"""
    about_it = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    if isinstance(error, _api_errors()):
        # What no provider would take is found by the library before it asks; of answers, these two are about the mail.
        return reply in {400, 422} or type(error).__name__ in {"AnymailRecipientsRefused", "AnymailInvalidAddress"}
    return isinstance(error, about_it) and reply is not None and reply >= 500
