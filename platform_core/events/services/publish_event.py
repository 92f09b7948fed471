from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.events.catalogue.base import Callback, EventPayload
from platform_core.events.services.draft_event import draft_event
from platform_core.events.services.wake_fan_out import wake_fan_out

PUBLISH = "SELECT public.publish_event(%s, %s)"


def publish_event(
    payload: EventPayload, *, object_id: str, now: dt.datetime, sequence: int = 1, callback: Callback | None = None
) -> None:
    """Write an event in the caller's transaction: it exists exactly when the change it reports does.

    Args:
        payload, object_id, sequence, callback: see ``draft_event``.
        now: when it happened.
    """
    draft = draft_event(payload, object_id=object_id, sequence=sequence, callback=callback)
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [draft, now])
    wake_fan_out(certainly=callback is not None)
