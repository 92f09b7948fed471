"""Wrong mail settings fail at start, not with the first mail."""

from __future__ import annotations

from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SECURITY = ("starttls", "tls", "none")


@register()
def check_mail_security(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A word that is misspelt would send passwords in the clear."""
    if settings.KAQUAN_SMTP_SECURITY in SECURITY:
        return []
    hint = "one of " + ", ".join(SECURITY)
    return [Error(f"KAQUAN_SMTP_SECURITY {settings.KAQUAN_SMTP_SECURITY!r} is unknown", hint=hint, id="kaquan.E005")]


@register()
def check_mail_api(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A provider that nobody knows, or none to whom a key was given."""
    if not settings.KAQUAN_MAIL_API or settings.KAQUAN_MAIL_API in settings.KAQUAN_MAIL_APIS:
        return []
    hint = "one of " + ", ".join(settings.KAQUAN_MAIL_APIS)
    return [Error(f"KAQUAN_MAIL_API {settings.KAQUAN_MAIL_API!r} is unknown", hint=hint, id="kaquan.E007")]


@register()
def check_mail_sender(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every mail would fail."""
    try:
        Address(addr_spec=settings.DEFAULT_FROM_EMAIL)
    except (ValueError, IndexError, MessageError):
        hint = "a bare address, e.g. noreply@example.com; the name before it is the shop's"
        return [Error(f"KAQUAN_MAIL_FROM {settings.DEFAULT_FROM_EMAIL!r} is no address", hint=hint, id="kaquan.E006")]
    return []
