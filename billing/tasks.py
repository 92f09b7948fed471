"""What Celery is woken for. Everything here finds its work in rows, and is harmless to run twice."""

from __future__ import annotations

import uuid

from celery import shared_task

from billing.services.end_subscription import end_subscription
from billing.services.gather_usage import gather_usage
from billing.services.measure_storage import measure_storage
from billing.services.report_usage import report_usage
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles


@shared_task(name="billing.tasks.gather_usage")
def gather() -> None:
    """Count what shops used."""
    gather_usage(now=now())


@shared_task(name="billing.tasks.report_usage")
def report() -> None:
    """Tell the provider what its customers used."""
    report_usage(now=now())


@shared_task(name="billing.tasks.measure_storage")
def measure() -> None:
    """Look how much is kept for each shop, once a day."""
    measure_storage(now=now())


@shared_task(name="billing.tasks.tend_subscriptions")
def tend() -> None:
    """Bring up to date what time alone changes about subscriptions."""
    tend_subscriptions(now=now())


@handles(JobName.END_SUBSCRIPTION)
def _end_subscription(tenant_id: str) -> None:
    end_subscription(tenant_id=uuid.UUID(tenant_id), now=now())
