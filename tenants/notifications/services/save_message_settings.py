from __future__ import annotations

import datetime as dt

from tenants.notifications.errors import MessageRefused
from tenants.notifications.models import MessageSettings

LARGEST_CAP = 100_000


def save_message_settings(*, codes_in_mail: bool, daily_cap: int, by: str, now: dt.datetime) -> MessageSettings:
    """Keep what a merchant decided about messages.

    Args:
        daily_cap: messages of one channel within 24 hours.

    Raises:
        MessageRefused: ``cap_invalid``: it is none.
    """
    if not 1 <= daily_cap <= LARGEST_CAP:
        raise MessageRefused(reason="cap_invalid")
    row, _made = MessageSettings.objects.update_or_create(
        pk=1,
        defaults={"codes_in_mail": codes_in_mail, "daily_cap": daily_cap, "updated_at": now, "updated_by": by[:254]},
    )
    return row
