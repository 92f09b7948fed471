from __future__ import annotations

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.issuance.services.fill_backorders import fill_backorders


@handles(JobName.FILL_BACKORDERS)
def _fill_backorders() -> None:
    fill_backorders(now=now())
