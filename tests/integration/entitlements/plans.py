"""Short ways to give a shop a small plan, and a standing."""

from __future__ import annotations

from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.plans import Allowance, ApiLimits, Plan
from platform_core.entitlements.rights import forget_rights
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tenants.access.authenticate import forget_keys

WIDE = ApiLimits(1000, 1000, 1000, 1000, 1000)


def hold(tenant, standing="active", **limits):
    """The shop has a plan of exactly these limits, and stands so; every process knows it."""
    small = Plan("small", 1, WIDE, Allowance(**limits))
    allowed = {
        "skus": None,
        "staff": None,
        "codes": None,
        "endpoints": None,
        "storage_mb": None,
        "custom_domain": True,
        **limits,
    }
    facts = {"tenant_role": tenant.role_name, "plan": small.code, "standing": standing, "granted_at": now(), **allowed}
    rates = {"read": 1000, "write": 1000, "reveal": 1000, "redeem": 1000, "concurrency": 1000, "key_share": 100}
    with platform_context():
        Entitlement.objects.update_or_create(tenant_id=tenant.id, defaults={**facts, **rates})
    forget_rights()
    forget_keys()


def stand(tenant, standing):
    """It stands so from now on; what this process remembers of it is as old as it may be in another."""
    with platform_context():
        Entitlement.objects.filter(tenant_id=tenant.id).update(standing=standing)
