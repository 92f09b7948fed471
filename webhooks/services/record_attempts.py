from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

from platform_core.kernel.ids import new_id
from webhooks.enums import DeliveryStatus
from webhooks.retry_policy import judge
from webhooks.services.claim_deliveries import Claimed

# Who lost the lease has no say any more, except that it arrived.
RECORD = """
WITH made AS (
    SELECT * FROM jsonb_to_recordset(%(attempts)s::jsonb) AS a (
        id uuid, delivery uuid, lease uuid, number smallint, at timestamptz, duration_ms integer, status smallint,
        error text, outcome text, due_at timestamptz
    )
), moved AS (
    UPDATE public.webhooks_delivery d
    SET status = made.outcome, due_at = made.due_at, lease = NULL,
        completed_at = CASE WHEN made.due_at IS NULL THEN %(now)s::timestamptz END
    FROM made WHERE d.id = made.delivery AND d.completed_at IS NULL
      AND (d.lease = made.lease OR made.outcome = 'succeeded')
)
INSERT INTO public.webhooks_deliveryattempt (id, tenant_role, delivery_id, number, at, duration_ms, status, error)
SELECT made.id, d.tenant_role, d.id, made.number, made.at, made.duration_ms, made.status, made.error
FROM made JOIN public.webhooks_delivery d ON d.id = made.delivery
"""
SKIP = """
UPDATE public.webhooks_delivery SET status = 'skipped', due_at = NULL, lease = NULL, completed_at = %s
WHERE id = ANY(%s) AND completed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one call of a receiver went. ``status`` is None where it gave no answer, and ``error`` says why."""

    claimed: Claimed
    at: dt.datetime
    duration_ms: int
    status: int | None
    error: str = ""
    retry_after: str | None = None


def record_attempts(
    *, attempts: Sequence[Attempt], now: dt.datetime, skipped: Sequence[uuid.UUID] = ()
) -> dict[uuid.UUID, DeliveryStatus]:
    """Write how calls went, and when each delivery is tried again: one statement for all of them.

    Args:
        skipped: deliveries that can never be sent, since their shop or event does not exist any more.

    Returns:
        The status of each delivery.
    """
    verdicts = {
        each.claimed.id: judge(
            attempts=each.claimed.attempt, status=each.status, error=each.error, retry_after=each.retry_after, now=now
        )
        for each in attempts
    }
    rows = [
        {
            "id": new_id(),
            "delivery": each.claimed.id,
            "lease": each.claimed.lease,
            "number": each.claimed.attempt,
            "at": each.at,
            "duration_ms": each.duration_ms,
            "status": each.status,
            "error": each.error,
            "outcome": verdicts[each.claimed.id].status.value,
            "due_at": verdicts[each.claimed.id].due_at,
        }
        for each in attempts
    ]
    with connection.cursor() as cursor:
        if rows:
            cursor.execute(RECORD, {"attempts": orjson.dumps(rows).decode(), "now": now})
        if skipped:
            cursor.execute(SKIP, [now, list(skipped)])
    return {delivery: verdict.status for delivery, verdict in verdicts.items()}
