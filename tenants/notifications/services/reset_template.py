from __future__ import annotations

from tenants.notifications.models import MessageTemplate


def reset_template(*, kind: str, channel: str, language: str) -> None:
    """Give a message back the words that it came with."""
    MessageTemplate.objects.filter(kind=kind, channel=channel, language=language).delete()
