from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from platform_core.kernel.ids import new_id

LEASE = dt.timedelta(seconds=40)  # more than twice the longest attempt (transport.TOTAL)
MOST_OF_ONE = 8  # of one shop at a time: its dead receiver holds up nobody else

# Round robin between shops, each with what it has under way already; first attempts before further ones, which may take up
# half of the room only: receivers that have been dead for long do not crowd out those that were never asked.
CLAIM = """
WITH RECURSIVE shop (role) AS (
    (SELECT tenant_role FROM public.webhooks_delivery WHERE due_at IS NOT NULL ORDER BY tenant_role LIMIT 1)
    UNION ALL
    SELECT (SELECT d.tenant_role FROM public.webhooks_delivery d
            WHERE d.due_at IS NOT NULL AND d.tenant_role > shop.role ORDER BY d.tenant_role LIMIT 1)
    FROM shop WHERE shop.role IS NOT NULL
), due AS (
    SELECT d.id, d.attempts > 0 AS again, busy.count + row_number() OVER (PARTITION BY shop.role ORDER BY d.due_at) AS turn
    FROM shop
    CROSS JOIN LATERAL (SELECT coalesce((%(busy)s::jsonb->>shop.role)::integer, 0) AS count) busy
    CROSS JOIN LATERAL (
        SELECT id, due_at, attempts FROM public.webhooks_delivery
        WHERE tenant_role = shop.role AND due_at <= %(now)s
        ORDER BY due_at LIMIT greatest(0, %(most)s - busy.count)
    ) d
), ranked AS (
    SELECT id, again, turn, row_number() OVER (PARTITION BY again ORDER BY turn) AS number FROM due
), picked AS (
    SELECT d.id FROM public.webhooks_delivery d JOIN ranked r ON r.id = d.id
    WHERE d.due_at <= %(now)s AND (NOT r.again OR r.number <= %(again)s)
    ORDER BY r.again, r.turn LIMIT %(room)s FOR UPDATE OF d SKIP LOCKED
)
UPDATE public.webhooks_delivery d
SET status = 'delivering', attempts = d.attempts + 1, due_at = %(until)s, lease = %(lease)s
FROM picked WHERE d.id = picked.id
RETURNING d.id, d.tenant_role, d.event_id, d.url, d.version, d.attempts, d.lease
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is this process's to send until its lease is over. ``attempt`` counts from 1."""

    id: uuid.UUID
    tenant_role: str
    event_id: uuid.UUID
    url: str
    version: str
    attempt: int
    lease: uuid.UUID


def claim_deliveries(
    *, room: int, now: dt.datetime, busy: Mapping[str, int] | None = None, again: int | None = None
) -> list[Claimed]:
    """Take due deliveries to send them now. One that nobody reports on is due again when its lease is over.

    Args:
        room: how many, at most.
        busy: how many of each shop this process is sending already.
        again: how many of them may be further attempts; half of the room unless told.
    """
    values: dict[str, Any] = {
        "room": room,
        "again": -(-room // 2) if again is None else again,
        "busy": orjson.dumps(busy or {}).decode(),
        "most": MOST_OF_ONE,
        "now": now,
        "until": now + LEASE,
        "lease": new_id(),
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        return [Claimed(*row) for row in cursor.fetchall()]
