"""What Celery is woken for: rows in PostgreSQL decide what is done."""

from __future__ import annotations

import logging
import uuid

from celery import current_app, shared_task

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.runtime.stopping import is_stopping
from platform_core.tenancy.context import platform_context
from webhooks.dispatcher import dispatch
from webhooks.services.fail_redelivery import fail_redelivery
from webhooks.services.purge_deliveries import purge_deliveries
from webhooks.services.run_redelivery import run_redelivery
from webhooks.services.watch_endpoints import watch_endpoints

logger = logging.getLogger(__name__)
DELIVER = "webhooks.tasks.deliver"


@shared_task(name=DELIVER)
def deliver() -> None:
    """Fan out events and send what is due, until there is nothing left to do; under load the next task goes on after a while."""
    dispatch(is_stopping=is_stopping, hand_over=_hand_over)


def _hand_over() -> None:
    try:
        current_app.send_task(DELIVER, ignore_result=True, retry=False, expires=30)
    except Exception:  # any broker trouble; the tick finds what is due
        logger.warning("the next dispatcher was not woken; the tick wakes it", exc_info=True)


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
