from __future__ import annotations

import datetime as dt

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef


def export_for_closing(*, tenant: TenantRef, now: dt.datetime) -> None:
    """A shop is closed: have its data written for its owners. In the transaction that closes it, on the platform."""
    with tenant_context(tenant):
        closed = now.isoformat()
        enqueue_job(
            JobName.EXPORT_CLOSED_SHOP, key=f"closing:{tenant.id}:{closed}:0", payload={"closed": closed}, now=now
        )
