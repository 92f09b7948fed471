from __future__ import annotations

import datetime as dt

import orjson
from django.db import connection

from platform_core.events.catalogue.base import EventPayload
from platform_core.kernel.ids import new_id

# current_user, not an argument: row security refuses any other value anyway.
INSERT_EVENT = """
INSERT INTO public.events_event (id, tenant_role, type, object_id, sequence, payload, created_at)
VALUES (%s, current_user, %s, %s, %s, %s::jsonb, %s)
"""


def publish_event(payload: EventPayload, *, object_id: str, now: dt.datetime, sequence: int = 1) -> None:
    """Write an event in the caller's transaction: it exists exactly when the change it reports does.

    Args:
        payload: one of the dataclasses of ``platform_core.events.catalogue``; never holds a card code.
        object_id: public id of the thing that changed.
        now: when it happened.
        sequence: the object's own count of its events, so that receivers can drop stale ones.
    """
    body = orjson.dumps(payload).decode()
    with connection.cursor() as cursor:
        cursor.execute(INSERT_EVENT, [new_id(), payload.type, object_id, sequence, body, now])
