from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection

from webhooks.breaker import FIRST, LEAST, LONGEST, LOOKS_BACK, SHARE
from webhooks.enums import DeliveryStatus

Outcome = tuple[uuid.UUID, str, DeliveryStatus, dt.datetime, int]  # endpoint, role, what it became, begun, milliseconds

TALLY = """
INSERT INTO public.webhooks_tally AS t (endpoint_id, span, at, tenant_role, succeeded, failed, duration_ms, slowest_ms)
SELECT m.endpoint, span, date_trunc(span, %(now)s::timestamptz), m.role, m.succeeded, m.failed, m.duration, m.slowest
FROM jsonb_to_recordset(%(facts)s::jsonb) AS m (
    endpoint uuid, role text, succeeded integer, failed integer, duration bigint, slowest integer
) CROSS JOIN unnest(ARRAY['minute', 'hour']) AS span
ORDER BY 1, 2
ON CONFLICT (endpoint_id, span, at) DO UPDATE
SET succeeded = t.succeeded + excluded.succeeded, failed = t.failed + excluded.failed,
    duration_ms = t.duration_ms + excluded.duration_ms, slowest_ms = greatest(t.slowest_ms, excluded.slowest_ms)
"""
# Half open (open_until is past): one success closes the breaker and what was before is not looked at again, one failure opens
# it for twice as long. Closed: it opens by what the last minutes say.
HEALTH = """
UPDATE public.webhooks_endpoint e
SET last_success_at = greatest(e.last_success_at, m.success_at),
    last_failure_at = greatest(e.last_failure_at, m.failure_at),
    failing_since = CASE WHEN m.success_at IS NULL THEN coalesce(e.failing_since, m.first_failure_at)
                         ELSE m.failure_after END,
    openings = CASE WHEN closes THEN 0 WHEN opens THEN least(e.openings + 1, 12) ELSE e.openings END,
    open_until = CASE WHEN closes THEN NULL
                      WHEN opens THEN %(now)s + make_interval(secs => least(%(first)s * 2 ^ e.openings, %(longest)s))
                      ELSE e.open_until END,
    counted_from = CASE WHEN closes THEN %(now)s ELSE e.counted_from END
FROM (
    SELECT m.*, e.id,
           e.open_until <= %(now)s AND m.succeeded > 0 AS closes,
           coalesce(e.open_until <= %(now)s AND m.succeeded = 0, false)
           OR (e.open_until IS NULL AND m.failed > 0 AND EXISTS (
               SELECT FROM public.webhooks_tally t
               WHERE t.endpoint_id = e.id AND t.span = 'minute' AND t.at > %(now)s - %(looks_back)s::interval
                 AND (e.counted_from IS NULL OR t.at >= e.counted_from)
               HAVING sum(t.succeeded + t.failed) >= %(least)s
                  AND sum(t.failed) >= %(share)s * sum(t.succeeded + t.failed)
           )) AS opens
    FROM jsonb_to_recordset(%(facts)s::jsonb) AS m (
        endpoint uuid, succeeded integer, failed integer, success_at timestamptz, failure_at timestamptz,
        first_failure_at timestamptz, failure_after timestamptz
    ) JOIN public.webhooks_endpoint e ON e.id = m.endpoint
) m
WHERE e.id = m.id
"""


def track_health(*, outcomes: Sequence[Outcome], now: dt.datetime) -> None:
    """Count attempts of endpoints for charts and breakers; note since when an endpoint fails; open and close breakers.

    A single success ends the time in which an endpoint was failing. In one call for all endpoints, two statements.
    """
    if not outcomes:
        return
    by_endpoint: dict[uuid.UUID, list[Outcome]] = {}
    for each in outcomes:
        by_endpoint.setdefault(each[0], []).append(each)
    facts = orjson.dumps([_facts(endpoint, rows) for endpoint, rows in by_endpoint.items()]).decode()
    values: dict[str, Any] = {
        "facts": facts,
        "now": now,
        "least": LEAST,
        "share": SHARE,
        "first": FIRST.total_seconds(),
        "longest": LONGEST.total_seconds(),
        "looks_back": LOOKS_BACK,
    }
    with connection.cursor() as cursor:
        cursor.execute(TALLY, values)
        cursor.execute(HEALTH, values)


def _facts(endpoint: uuid.UUID, rows: list[Outcome]) -> dict[str, object]:
    good = [at for _, _, status, at, _ in rows if status == DeliveryStatus.SUCCEEDED]
    bad = [at for _, _, status, at, _ in rows if status != DeliveryStatus.SUCCEEDED]
    last_good = max(good, default=None)
    return {
        "endpoint": endpoint,
        "role": rows[0][1],
        "succeeded": len(good),
        "failed": len(bad),
        "duration": sum(row[4] for row in rows),
        "slowest": max(row[4] for row in rows),
        "success_at": last_good,
        "failure_at": max(bad, default=None),
        "first_failure_at": min(bad, default=None),
        "failure_after": min((at for at in bad if last_good is not None and at > last_good), default=None),
    }
