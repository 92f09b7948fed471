from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import platform_context
from webhooks.enums import RedeliveryKind, RedeliveryState
from webhooks.locks import get_redelivery_locked
from webhooks.models import Redelivery
from webhooks.selectors import list_picked_deliveries

SLICE = 1_000
WAIT = dt.timedelta(seconds=5)

# What was delivered, or still is to be, stays as it is.
RECOVER = """
WITH looked AS MATERIALIZED (
    SELECT id, position, type, object_id, payload, created_at FROM public.events_event
    WHERE tenant_role COLLATE "C" = %(role)s AND (position, id) > (%(position)s, %(after)s)
      AND position < least(%(end)s, public.event_horizon())
    ORDER BY position, id LIMIT %(slice)s
), made AS (
    INSERT INTO public.webhooks_delivery AS d (id, tenant_role, event_id, target, lane, endpoint_id, object_id, event_type, url,
                                               version, status, attempts, attempts_before, due_at, created_at)
    SELECT public.webhook_new_id(), %(role)s, e.id, p.id::text, p.id, p.id, e.object_id, e.type, '', '',
           'pending', 0, 0, %(now)s, %(now)s
    FROM looked e JOIN public.webhooks_endpoint p ON p.id = %(endpoint)s
    WHERE e.created_at >= %(since)s AND e.created_at < %(until)s
      AND p.tenant_role = %(role)s AND p.deleted_at IS NULL AND p.status <> 'disabled'
      AND public.webhook_matches(p.event_types, p.content_filter, e.type, e.payload)
    ON CONFLICT (event_id, target) DO UPDATE
    SET status = 'pending', due_at = excluded.due_at, completed_at = NULL, attempts_before = d.attempts
    WHERE d.status IN ('exhausted', 'skipped')
    RETURNING d.id
)
SELECT (SELECT count(*) FROM looked), (SELECT count(*) FROM made), public.event_horizon() >= %(end)s, last.position, last.id
FROM (SELECT 1) one LEFT JOIN (SELECT position, id FROM looked ORDER BY position DESC, id DESC LIMIT 1) last ON true
"""
RESEND = """
WITH again AS (
    UPDATE public.webhooks_delivery d
    SET status = 'pending', due_at = %(now)s, completed_at = NULL, attempts_before = d.attempts
    WHERE d.id = ANY(%(ids)s) AND d.due_at IS NULL
      AND (d.endpoint_id IS NULL OR EXISTS (
          SELECT FROM public.webhooks_endpoint p
          WHERE p.id = d.endpoint_id AND p.deleted_at IS NULL AND p.status <> 'disabled'))
    RETURNING d.id
)
SELECT count(*) FROM again
"""


def run_redelivery(*, redelivery_id: uuid.UUID) -> None:
    """Send what a redelivery picks, slice by slice; killed at any point it goes on where it stopped. Run as its shop.

    A recovery is not over before every event of its time can be seen: while a transaction that began before it is at work,
    it asks for itself again.

    Raises:
        RecordNotFound
    """
    more = True
    while more:
        with transaction.atomic():
            with platform_context():
                more, waits = _slice(redelivery_id, on_the_wall(now()))
            if waits:
                key, payload = f"redelivery:{redelivery_id}:{new_id()}", {"redelivery_id": str(redelivery_id)}
                enqueue_job(JobName.RUN_REDELIVERY, key=key, payload=payload, now=now(), delay=WAIT)
            wake_fan_out(certainly=True)


def _slice(redelivery_id: uuid.UUID, moment: dt.datetime) -> tuple[bool, bool]:
    """Whether there is more to be looked at now, and whether there may be more later."""
    row = get_redelivery_locked(redelivery_id)
    if row.state not in {RedeliveryState.QUEUED, RedeliveryState.RUNNING}:
        return False, False
    row.state = RedeliveryState.RUNNING
    looked, sent, whole = _recover(row, moment) if row.kind == RedeliveryKind.RECOVER else _resend(row, moment)
    row.done, row.sent = min(row.done + looked, row.total), row.sent + sent
    if looked < SLICE and whole:
        row.state, row.done_at, row.done = RedeliveryState.SUCCEEDED, moment, row.total
    row.save(update_fields=["state", "position", "after", "done", "sent", "done_at"])
    return looked == SLICE, looked < SLICE and not whole


def _recover(row: Redelivery, moment: dt.datetime) -> tuple[int, int, bool]:
    values: dict[str, Any] = {
        **row.filter,
        "role": row.tenant_role,
        "position": row.position,
        "after": row.after or uuid.UUID(int=0),
        "slice": SLICE,
        "now": moment,
    }
    with connection.cursor() as cursor:
        cursor.execute(RECOVER, values)
        looked, sent, whole, position, last = cursor.fetchone()
    if looked:
        row.position, row.after = position, last
    return looked, sent, whole


def _resend(row: Redelivery, moment: dt.datetime) -> tuple[int, int, bool]:
    ids = list(list_picked_deliveries(row).values_list("id", flat=True)[:SLICE])
    with connection.cursor() as cursor:
        cursor.execute(RESEND, {"ids": ids, "now": moment})
        [sent] = cursor.fetchone()
    row.after = ids[-1] if ids else row.after
    return len(ids), sent, True
