from __future__ import annotations

import datetime as dt
import uuid

from platform_core.entitlements.errors import PlanUnknown
from platform_core.entitlements.models import BalanceContract, Entitlement
from platform_core.entitlements.plans import PLANS, ApiLimits, Plan
from platform_core.entitlements.rights import Rights


def get_plan(name: str) -> Plan:
    """A plan as it is today.

    Raises:
        PlanUnknown: there is none of this name.
    """
    if name not in PLANS:
        raise PlanUnknown(plan=name[:32], plans=", ".join(PLANS))
    return PLANS[name]


def find_entitlement(tenant_id: uuid.UUID) -> Entitlement | None:
    """What a merchant may do, or None: it is not limited. In its own context or the platform's."""
    return Entitlement.objects.filter(tenant_id=tenant_id).first()


def find_own_rights() -> Rights:
    """What the shop in whose context this is may do; a test twin may do what its live shop may. One narrow question to the database."""
    rows = list(Entitlement.objects.raw("SELECT * FROM public.own_entitlement()"))
    return rows[0].rights if rows else Rights()


def find_api_limits(tenant_id: uuid.UUID) -> ApiLimits | None:
    """How much a merchant may ask of the API; None: as much as it likes. In its own context or the platform's."""
    row = find_entitlement(tenant_id)
    return row.api_limits if row else None


def find_balance_contract(tenant_id: uuid.UUID, today: dt.date) -> BalanceContract | None:
    """Under which contract buyers of a merchant may have a balance today; None: they may not."""
    return BalanceContract.objects.filter(tenant_id=tenant_id, good_until__gte=today).first()
