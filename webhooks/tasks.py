"""What Celery is woken for: rows in PostgreSQL decide what is done."""

from __future__ import annotations

from celery import shared_task

from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from webhooks.dispatcher import dispatch
from webhooks.services.purge_deliveries import purge_deliveries


@shared_task(name="webhooks.tasks.deliver")
def deliver() -> None:
    """Fan out events and send what is due, until there is nothing left to do."""
    dispatch()


@shared_task(name="webhooks.tasks.purge")
def purge() -> None:
    """Delete what is kept for days only."""
    with platform_context():
        purge_deliveries(now=now())
