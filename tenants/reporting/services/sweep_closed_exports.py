from __future__ import annotations

from platform_core.kernel.clock import now as clock_now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.selectors import list_kept_tenants
from tenants.reporting.services.sweep_exports import sweep_exports


def sweep_closed_exports() -> int:
    """Shred exports whose time is over in shops that are closed, where no sweep goes.

    Returns:
        How many exports expired.
    """
    with platform_context():
        closed = [tenant for tenant in list_kept_tenants() if tenant.state == TenantState.ARCHIVED]
    expired = 0
    for tenant in closed:
        with tenant_context(tenant):
            expired += sweep_exports(now=clock_now())
    return expired
