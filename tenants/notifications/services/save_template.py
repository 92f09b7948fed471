from __future__ import annotations

import datetime as dt

from platform_core.kernel.errors import RecordNotFound
from tenants.notifications.models import MessageTemplate
from tenants.notifications.variables import check_words
from tenants.notifications.wording import LANGUAGES, has_words


def save_template(
    *, kind: str, channel: str, language: str, subject: str, body: str, by: str, now: dt.datetime
) -> MessageTemplate:
    """Keep a merchant's own words for a message.

    Raises:
        RecordNotFound: there is no such message.
        TemplateInvalid: it could not be sent with them.
    """
    if not has_words(kind, channel) or language not in LANGUAGES:
        raise RecordNotFound(kind=kind[:20])
    body = body.replace("\r\n", "\n").strip()
    check_words(kind=kind, channel=channel, subject=subject.strip(), body=body)
    row, _made = MessageTemplate.objects.update_or_create(
        kind=kind,
        channel=channel,
        language=language,
        defaults={"subject": subject.strip(), "body": body, "updated_at": now, "updated_by": by[:254]},
    )
    return row
