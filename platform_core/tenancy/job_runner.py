"""Takes a due job, keeps its lease while it runs, writes how it went. A dead worker's job is due again in 30 seconds."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import orjson
from django.db import connection

from platform_core.events.models import Job
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import Handler, give_up_handler_of, handler_of
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context

logger = logging.getLogger(__name__)
LEASE = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=5)

CLAIM = """
UPDATE public.events_job SET leased_until = %s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM public.events_job
    WHERE done_at IS NULL AND failed_at IS NULL AND available_at <= %s
      AND (leased_until IS NULL OR leased_until < %s)
    ORDER BY available_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, tenant_role, name, payload::text, attempts
"""


DUE = """
SELECT EXISTS (
    SELECT 1 FROM public.events_job
    WHERE done_at IS NULL AND failed_at IS NULL AND available_at <= %s AND (leased_until IS NULL OR leased_until < %s)
)
"""


class TenantGone(Exception):
    """The job's tenant does not exist: it must not run in any other place."""


@contextmanager
def _kept_lease(job_id: uuid.UUID) -> Iterator[None]:
    """Renew the lease from a thread (with a connection of its own) until the block ends."""
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(LEASE.total_seconds() / 3):
                with platform_context():
                    Job.objects.filter(pk=job_id).update(leased_until=now() + LEASE)
        except Exception:  # the job itself notices a lost database
            logger.warning("lease of job %s not renewed", job_id, exc_info=True)
        finally:
            connection.close()

    thread = threading.Thread(target=renew, daemon=True, name=f"lease-{job_id}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _perform(tenant_role: str, handler: Handler, payload: dict[str, Any]) -> None:
    with ExitStack() as stack:
        if tenant_role:
            with platform_context():
                tenant = directory.find_by_role(tenant_role)
                if tenant is not None and not tenant.livemode:
                    directory.forget(tenant.id)  # its clock may have been advanced a moment ago
                    tenant = directory.find_by_role(tenant_role)
            if tenant is None:
                raise TenantGone(tenant_role)
            stack.enter_context(tenant_context(tenant))
        else:
            stack.enter_context(platform_context())
        handler(**payload)


def is_job_due(*, now: dt.datetime) -> bool:
    """Is there a job that somebody should do?"""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [now, now])
        return bool(cursor.fetchone()[0])


def run_next_job() -> bool:
    """Run one due job, if there is one.

    Returns:
        Whether there was one.
    """
    with platform_context(), connection.cursor() as cursor:
        moment = now()
        cursor.execute(CLAIM, [moment + LEASE, moment, moment])
        row = cursor.fetchone()
    if row is None:
        return False
    job_id, tenant_role, name, payload, attempts = row
    try:
        with _kept_lease(job_id):
            _perform(tenant_role, handler_of(name), orjson.loads(payload))
    except Exception as error:
        logger.exception("job %s %s failed, attempt %s", name, job_id, attempts)
        if _write_failure(job_id, attempts, error):
            _give_up(tenant_role, name, orjson.loads(payload))
    else:
        with platform_context():
            Job.objects.filter(pk=job_id).update(done_at=now(), leased_until=None, last_error="")
    return True


def _give_up(tenant_role: str, name: str, payload: dict[str, Any]) -> None:
    handler = give_up_handler_of(name)
    if handler is not None:
        try:
            _perform(tenant_role, handler, payload)
        except Exception:  # the job row itself says that it failed
            logger.exception("job %s could not even be given up", name)


def _write_failure(job_id: uuid.UUID, attempts: int, error: Exception) -> bool:
    """Due again after a pause, or given up. Returns whether it was given up."""
    wait = min(LONGEST_WAIT, dt.timedelta(seconds=2 ** min(attempts, 9)))
    over = attempts >= Job.MAX_ATTEMPTS or isinstance(error, TenantGone)
    with platform_context():
        Job.objects.filter(pk=job_id).update(
            available_at=now() + wait,
            leased_until=None,
            failed_at=now() if over else None,
            # The class only: a message could quote data.
            last_error=type(error).__name__,
        )
    return over
