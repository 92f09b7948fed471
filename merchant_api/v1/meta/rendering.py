from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from billing.selectors import find_stored_megabytes
from platform_core.entitlements.enums import Limit
from platform_core.entitlements.rights import Rights
from platform_core.identity.selectors import get_seat_count
from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.own_rights import current_rights, upgrade_url
from platform_core.tenancy.reference import TenantRef
from tenants.catalog.selectors import get_sku_count
from tenants.issuance.monthly import find_month_codes
from webhooks.selectors import list_endpoints

Count = Callable[[], int]


def render_plan(live: TenantRef) -> dict[str, Any] | None:
    """What a merchant's subscription lets it do, and how much of it is used; None: it has no plan. In the context of the call.

    Only what has a limit is counted. What each mode has for itself is counted of the mode that asks.
    """
    rights = current_rights()
    if not rights.plan:
        return None
    here = {Limit.SKUS: get_sku_count, Limit.ENDPOINTS: list_endpoints().count}
    used = _counted(rights, here)
    with tenant_context(live):
        used |= _counted(
            rights,
            {
                Limit.STAFF: lambda: get_seat_count(now()),
                Limit.CODES: lambda: find_month_codes(now()),
                Limit.STORAGE: lambda: find_stored_megabytes(live.role_name),
            },
        )
    of_plan = asdict(rights.allowance)
    return {
        "code": rights.plan,
        "standing": rights.standing.value,
        "limits": {
            "skus": of_plan["skus"],
            "staff": of_plan["staff"],
            "codes_per_month": of_plan["codes"],
            "webhook_endpoints": of_plan["endpoints"],
            "storage_mb": of_plan["storage_mb"],
            "custom_domain": of_plan["custom_domain"],
        },
        "used": used,
        "upgrade_url": upgrade_url(),
    }


def _counted(rights: Rights, counts: dict[Limit, Count]) -> dict[str, int | None]:
    return {limit.value: None if rights.most(limit) is None else count() for limit, count in counts.items()}
