"""What jobs and the clock ask of billing."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.conf import settings

from billing.engines import is_billing_on
from billing.enums import Provider
from billing.models import BillingCheck
from billing.selectors import list_checks
from billing.services.advance_sandbox import advance_sandbox
from billing.services.end_due_grants import end_due_grants
from billing.services.handle_event import handle_event
from billing.services.poll_events import poll_events
from billing.services.reconcile import reconcile
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.tenancy.context import platform_context

DAILY = dt.timedelta(hours=23)


@handles(JobName.HANDLE_BILLING_EVENT)
def _handle_event(event_id: str) -> None:
    handle_event(event_id=event_id, now=now())


@shared_task(name="billing.tasks.advance_sandbox")
def tend_sandbox() -> None:
    """Do in the sandbox what is due by the clock."""
    if settings.KAQUAN_BILLING == Provider.SANDBOX:
        advance_sandbox(now=now())


@shared_task(name="billing.tasks.poll_provider_events")
def poll_provider_events() -> None:
    """Ask for events that never came."""
    if settings.KAQUAN_BILLING == Provider.STRIPE:
        poll_events(now=now())


@shared_task(name="billing.tasks.reconcile_daily")
def reconcile_daily() -> None:
    """Compare everything with the provider once a day, whenever the clock was started."""
    if not is_billing_on():
        return
    with platform_context():
        done = list_checks().filter(kind=BillingCheck.COMPARISON, outcome="done", began_at__gt=now() - DAILY).exists()
    if not done:
        reconcile(now=now())


@shared_task(name="billing.tasks.end_grants")
def end_grants() -> None:
    """Who was let use a plan until now has what it pays for again."""
    end_due_grants(now=now())
