from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from platform_core.events.services.wake_fan_out import wake_fan_out

PUBLISH = "SELECT count(public.publish_event(event::jsonb, %s)) FROM unnest(%s::text[]) AS event"


def publish_events(*, drafts: Sequence[str], now: dt.datetime) -> None:
    """Write many events in the caller's transaction with one statement.

    Args:
        drafts: as ``draft_event`` makes them.
        now: when it happened.
    """
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [now, list(drafts)])
    wake_fan_out()
