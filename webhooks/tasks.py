"""What Celery is woken for: rows in PostgreSQL decide what is done."""

from __future__ import annotations

import uuid

from celery import shared_task

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.tenancy.context import platform_context
from webhooks.dispatcher import dispatch
from webhooks.services.fail_redelivery import fail_redelivery
from webhooks.services.purge_deliveries import purge_deliveries
from webhooks.services.run_redelivery import run_redelivery
from webhooks.services.watch_endpoints import watch_endpoints


@shared_task(name="webhooks.tasks.deliver")
def deliver() -> None:
    """Fan out events and send what is due, until there is nothing left to do."""
    dispatch()


@shared_task(name="webhooks.tasks.watch")
def watch() -> None:
    """Look after endpoints that keep failing."""
    watch_endpoints(now=now())


@shared_task(name="webhooks.tasks.purge")
def purge() -> None:
    """Delete what is kept for days only."""
    with platform_context():
        purge_deliveries(now=now())


def _give_up(redelivery_id: str) -> None:
    fail_redelivery(redelivery_id=uuid.UUID(redelivery_id))


@handles(JobName.RUN_REDELIVERY, on_give_up=_give_up)
def _redeliver(redelivery_id: str) -> None:
    run_redelivery(redelivery_id=uuid.UUID(redelivery_id))
