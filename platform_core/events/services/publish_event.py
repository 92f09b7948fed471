from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.events.catalogue.base import EventPayload
from platform_core.events.services.draft_event import draft_event

PUBLISH = "SELECT public.publish_event(%s, %s)"


def publish_event(payload: EventPayload, *, object_id: str, now: dt.datetime, sequence: int = 1) -> None:
    """Write an event in the caller's transaction: it exists exactly when the change it reports does.

    Args:
        payload, object_id, sequence: see ``draft_event``.
        now: when it happened.
    """
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [draft_event(payload, object_id=object_id, sequence=sequence), now])
