from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from django.db import connection

from platform_core.kernel.ids import new_id

MOST_OF_LANE = 8  # at a time, of a URL that an order named
MOST_OF_SHOP = 125  # at a time, of one shop, however many endpoints it has
TIMEOUT = 15  # seconds for one attempt, where the endpoint says nothing else
SPARE = 10  # seconds that a lease is longer than two attempts

# Every lane in which something waits, by going from one to the next in the index: the table itself is not read.
LANES = """\
lane (role, id) AS (
    (SELECT tenant_role, lane FROM public.webhooks_delivery WHERE due_at IS NOT NULL ORDER BY tenant_role, lane LIMIT 1)
    UNION ALL
    SELECT further.tenant_role, further.lane
    FROM lane CROSS JOIN LATERAL (
        SELECT d.tenant_role, d.lane FROM public.webhooks_delivery d
        WHERE d.due_at IS NOT NULL AND (d.tenant_role, d.lane) > (lane.role, lane.id)
        ORDER BY d.tenant_role, d.lane LIMIT 1
    ) further
)"""
# Round robin between shops, in a shop between its lanes, each with what it has under way already; first attempts before
# further ones, which may take up a part of the room only: receivers that have been dead for long do not crowd out those that
# were never asked. A lane that is paused or whose breaker is open is passed by, its deliveries wait; half open it gets one.
CLAIM = f"""
WITH RECURSIVE {LANES}, usable AS (
    SELECT lane.role, lane.id, coalesce(e.timeout, %(timeout)s) AS timeout,
           CASE WHEN e.open_until IS NOT NULL THEN CASE WHEN %(busy)s::jsonb ? lane.id::text THEN 0 ELSE 1 END
                ELSE coalesce((%(limits)s::jsonb->>lane.id::text)::integer,
                              least(coalesce(e.concurrency, %(of_lane)s), coalesce(e.rate, 32767), %(unknown)s))
           END AS room
    FROM lane LEFT JOIN public.webhooks_endpoint e ON e.id = lane.id
    WHERE e.id IS NULL
       OR (e.deleted_at IS NULL AND e.status = 'enabled' AND (e.open_until IS NULL OR e.open_until <= %(now)s))
), due AS (
    SELECT d.id, d.due_at, d.again, usable.role, usable.timeout,
           row_number() OVER (PARTITION BY usable.id ORDER BY d.due_at) AS place
    FROM usable CROSS JOIN LATERAL (
        SELECT id, due_at, attempts > attempts_before AS again FROM public.webhooks_delivery
        WHERE tenant_role = usable.role AND lane = usable.id AND due_at <= %(now)s
        ORDER BY due_at LIMIT greatest(0, usable.room)
    ) d
), turned AS (
    SELECT due.*, coalesce((%(shops)s::jsonb->>role)::integer, 0)
                  + row_number() OVER (PARTITION BY role ORDER BY again, place, due_at) AS turn
    FROM due
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY again ORDER BY turn) AS number FROM turned WHERE turn <= %(of_shop)s
), picked AS (
    SELECT d.id, r.timeout FROM public.webhooks_delivery d JOIN ranked r ON r.id = d.id
    WHERE d.due_at <= %(now)s AND (NOT r.again OR r.number <= %(again)s)
    ORDER BY r.again, r.turn LIMIT %(room)s FOR UPDATE OF d SKIP LOCKED
)
UPDATE public.webhooks_delivery d
SET status = 'delivering', attempts = d.attempts + 1, lease = %(lease)s,
    due_at = %(now)s + make_interval(secs => 2 * picked.timeout + %(spare)s)
FROM picked WHERE d.id = picked.id
RETURNING d.id, d.tenant_role, d.lane, d.endpoint_id, d.event_id, d.event_type, d.url, d.version, d.sample::text, d.attempts,
          d.attempts - d.attempts_before, d.lease
"""  # noqa: S608 - parts of our own


class Claimed(NamedTuple):
    """A delivery that is this process's to send until its lease is over.

    ``attempt`` counts from 1 over all; ``tries`` since the schedule began (anew). ``url`` and ``version`` are an order's own.
    """

    id: uuid.UUID
    tenant_role: str
    lane: uuid.UUID
    endpoint_id: uuid.UUID | None
    event_id: uuid.UUID
    event_type: str
    url: str
    version: str
    sample: Any
    attempt: int
    tries: int
    lease: uuid.UUID


def claim_deliveries(
    *,
    room: int,
    now: dt.datetime,
    again: int | None = None,
    busy: Mapping[str, int] | None = None,
    limits: Mapping[str, int] | None = None,
    unknown: int = MOST_OF_LANE,
    shops: Mapping[str, int] | None = None,
) -> list[Claimed]:
    """Take due deliveries to send them now. One that nobody reports on is due again when its lease is over.

    Args:
        room: how many, at most.
        again: how many of them may be further attempts; half of the room unless told.
        busy: how many of each lane this process is sending already.
        limits: how many more of a lane may be taken, where it is not what its endpoint says.
        unknown: how many of a lane that is not among them, at most.
        shops: how many of each shop (by role) this process is sending already.
    """
    values: dict[str, Any] = {
        "room": room,
        "again": -(-room // 2) if again is None else again,
        "busy": orjson.dumps(busy or {}).decode(),
        "limits": orjson.dumps(limits or {}).decode(),
        "shops": orjson.dumps(shops or {}).decode(),
        "unknown": unknown,
        "of_lane": MOST_OF_LANE,
        "of_shop": MOST_OF_SHOP,
        "timeout": TIMEOUT,
        "spare": SPARE,
        "now": now,
        "lease": new_id(),
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        rows = cursor.fetchall()
    return [Claimed._make((*row[:8], row[8] and orjson.loads(row[8]), *row[9:])) for row in rows]
