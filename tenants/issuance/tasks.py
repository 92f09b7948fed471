from __future__ import annotations

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.issuance.services.mail_due_deliveries import mail_due_deliveries


@handles(JobName.FILL_BACKORDERS)
def _fill_backorders() -> None:
    fill_backorders(now=now())
    mail_due_deliveries(now=now())
