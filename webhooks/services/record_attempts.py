from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson
from django.db import connection

from platform_core.kernel.ids import new_id
from webhooks.enums import DeliveryStatus
from webhooks.retry_policy import GONE, judge
from webhooks.services.claim_deliveries import Claimed
from webhooks.services.track_health import track_health

# Who lost the lease has no say any more, except that it arrived.
RECORD = """
WITH made AS (
    SELECT * FROM jsonb_to_recordset(%(attempts)s::jsonb) AS a (
        id uuid, delivery uuid, lease uuid, number smallint, at timestamptz, duration_ms integer, connect_ms integer,
        wait_ms integer, status smallint, error text, headers jsonb, excerpt text, outcome text, due_at timestamptz
    )
), moved AS (
    UPDATE public.webhooks_delivery d
    SET status = made.outcome, due_at = made.due_at, lease = NULL,
        completed_at = CASE WHEN made.due_at IS NULL THEN %(now)s::timestamptz END
    FROM made WHERE d.id = made.delivery AND d.completed_at IS NULL
      AND (d.lease = made.lease OR made.outcome = 'succeeded')
)
INSERT INTO public.webhooks_deliveryattempt (id, tenant_role, delivery_id, number, at, duration_ms, connect_ms, wait_ms, status,
                                             error, headers, excerpt)
SELECT made.id, d.tenant_role, d.id, made.number, made.at, made.duration_ms, made.connect_ms, made.wait_ms, made.status,
       made.error, made.headers, made.excerpt
FROM made JOIN public.webhooks_delivery d ON d.id = made.delivery
"""
SKIP = """
UPDATE public.webhooks_delivery SET status = 'skipped', due_at = NULL, lease = NULL, completed_at = %s
WHERE id = ANY(%s) AND completed_at IS NULL
"""
NO_HEADERS: Mapping[str, str] = {}


class Attempt(NamedTuple):
    """How one call of a receiver went. ``status`` is None where it gave no answer, and ``error`` says why."""

    claimed: Claimed
    at: dt.datetime
    duration_ms: int
    status: int | None
    error: str = ""
    retry_after: str | None = None
    connect_ms: int | None = None
    wait_ms: int | None = None
    headers: Mapping[str, str] = NO_HEADERS
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of deliveries, and the endpoints that answered that nobody will ever answer there again (410)."""

    statuses: dict[uuid.UUID, DeliveryStatus]
    gone: set[uuid.UUID]


def record_attempts(*, attempts: Sequence[Attempt], now: dt.datetime, skipped: Sequence[uuid.UUID] = ()) -> Recorded:
    """Write how calls went, and when each delivery is tried again: one statement for all of them, one more for their endpoints.

    Args:
        skipped: deliveries that can never be sent, since their shop, event or endpoint does not exist any more.
    """
    statuses: dict[uuid.UUID, DeliveryStatus] = {}
    rows, gone = [], set()
    for each in attempts:
        verdict = judge(
            attempts=each.claimed.tries, status=each.status, error=each.error, retry_after=each.retry_after, now=now
        )
        statuses[each.claimed.id] = verdict.status
        rows.append(
            {
                "id": new_id(),
                "delivery": each.claimed.id,
                "lease": each.claimed.lease,
                "number": each.claimed.attempt,
                "at": each.at,
                "duration_ms": each.duration_ms,
                "connect_ms": each.connect_ms,
                "wait_ms": each.wait_ms,
                "status": each.status,
                "error": each.error,
                "headers": each.headers,
                "excerpt": each.excerpt,
                "outcome": verdict.status.value,
                "due_at": verdict.due_at,
            }
        )
        if each.status == GONE and each.claimed.endpoint_id is not None:
            gone.add(each.claimed.endpoint_id)
    with connection.cursor() as cursor:
        if rows:
            cursor.execute(RECORD, {"attempts": orjson.dumps(rows).decode(), "now": now})
        if skipped:
            cursor.execute(SKIP, [now, list(skipped)])
    track_health(
        outcomes=[
            (each.claimed.endpoint_id, each.claimed.tenant_role, statuses[each.claimed.id], each.at, each.duration_ms)
            for each in attempts
            if each.claimed.endpoint_id is not None
        ],
        now=now,
    )
    return Recorded(statuses, gone)
