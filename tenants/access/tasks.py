"""What beat has done to the audit logs of all shops."""

from __future__ import annotations

from celery import shared_task

from platform_core.kernel.clock import now
from tenants.access.services.seal_closed_shops import seal_closed_shops
from tenants.access.services.tend_audit import tend_audit


@shared_task(name="tenants.access.tasks.seal_closed_audit")
def seal_closed_audit() -> None:
    """Seal the logs of shops that are closed."""
    seal_closed_shops()


@shared_task(name="tenants.access.tasks.tend_audit")
def tend_audit_logs() -> None:
    """Gaps, verification and retention of all logs."""
    tend_audit(now=now())
