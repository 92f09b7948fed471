from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import orjson
from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName

logger = logging.getLogger(__name__)

INSERT_JOB = """
INSERT INTO public.events_job
    (id, tenant_role, name, key, payload, created_at, available_at, attempts, last_error)
VALUES (%s, CASE WHEN current_user = %s THEN '' ELSE current_user END, %s, %s, %s::jsonb, %s, %s, 0, '')
ON CONFLICT DO NOTHING
"""
WAKE_TASK = "platform_core.tenancy.tasks.run_due_jobs"


def enqueue_job(
    name: JobName, *, key: str, payload: dict[str, Any], now: dt.datetime, delay: dt.timedelta = dt.timedelta()
) -> None:
    """Ask for work after this transaction commits.

    The row commits with the business change; the message that follows is only a wake-up, so a dead queue delays a
    job (a sweep finds it) and never loses it.

    Args:
        name: which job.
        key: asking again with the same key is harmless while the first row exists.
        payload: ids only; never a code or personal data.
        now: the present moment.
        delay: do it no sooner than this.
    """
    moment = on_the_wall(now)  # workers do not live in the future of a test shop
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_JOB,
            [new_id(), settings.ROLE_PLATFORM, name.value, key, orjson.dumps(payload).decode(), moment, moment + delay],
        )
    if not delay:
        transaction.on_commit(_wake_workers, robust=True)


def _wake_workers() -> None:
    """Tell the workers that there is something to do. Failing is harmless: the sweep comes every few seconds."""
    try:
        current_app.send_task(WAKE_TASK, ignore_result=True, retry=False, expires=30)
    except Exception:  # any broker trouble; the job row is safe
        logger.warning("wake-up not sent; the sweep will find the job", exc_info=True)
