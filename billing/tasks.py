"""What jobs and the clock ask of billing. Everything here finds its work in rows, and is harmless to run twice."""

from __future__ import annotations

import datetime as dt
import uuid

from celery import shared_task
from django.conf import settings

from billing.engines import is_billing_on
from billing.enums import Provider
from billing.models import BillingCheck
from billing.selectors import list_checks
from billing.services.advance_sandbox import advance_sandbox
from billing.services.end_due_grants import end_due_grants
from billing.services.end_subscription import end_subscription
from billing.services.gather_usage import gather_usage
from billing.services.handle_event import handle_event
from billing.services.measure_storage import measure_storage
from billing.services.poll_events import poll_events
from billing.services.purge_provider_records import purge_provider_records
from billing.services.put_back_change import put_back_change
from billing.services.reconcile import reconcile
from billing.services.report_usage import report_usage
from billing.services.tell_invoice_title import tell_invoice_title
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.tenancy.context import platform_context

DAILY = dt.timedelta(hours=23)


@handles(JobName.HANDLE_BILLING_EVENT)
def _handle_event(event_id: str) -> None:
    handle_event(event_id=event_id, now=now())


@handles(JobName.TELL_INVOICE_TITLE)
def _tell_invoice_title(tenant_id: str) -> None:
    tell_invoice_title(tenant_id=uuid.UUID(tenant_id), now=now())


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


@handles(JobName.PUT_BACK_CHANGE)
def _put_back_change(tenant_id: str, first: str, before: str, asked_at: str) -> None:
    asked = dt.datetime.fromisoformat(asked_at)
    put_back_change(tenant_id=uuid.UUID(tenant_id), first=first, before=before, asked_at=asked, now=now())


@shared_task(name="billing.tasks.end_grants")
def end_grants() -> None:
    """Who was let use a plan until now has what it pays for again."""
    end_due_grants(now=now())


@shared_task(name="billing.tasks.purge")
def purge() -> None:
    """Delete what the provider told, and what was compared, long ago."""
    with platform_context():
        purge_provider_records(now=now())
