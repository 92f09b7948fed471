from __future__ import annotations

import datetime as dt

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.reference import TenantRef


def end_for_closing(*, tenant: TenantRef, now: dt.datetime) -> None:
    """A shop is closed: have the provider end its subscription. In the transaction that closes it, on the platform."""
    enqueue_job(
        JobName.END_SUBSCRIPTION,
        key=f"end-subscription:{tenant.id}:{now.isoformat()}",
        payload={"tenant_id": str(tenant.id)},
        now=now,
    )
