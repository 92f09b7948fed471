from __future__ import annotations

import datetime as dt

from billing.services.start_trial import start_trial
from platform_core.entitlements.plans import DEFAULT
from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.identity.selectors import list_owner_addresses
from platform_core.tenancy.reference import TenantRef


def welcome_shop(*, tenant: TenantRef, plan: str, now: dt.datetime) -> None:
    """Let a shop whose owner just signed up try a plan; in the transaction in which it is made, as the platform.

    Where nobody is charged any more it has what shops had before there was a trial.

    Args:
        plan: what was chosen on the page of prices, or the one that all try.

    Raises:
        PlanUnknown
    """
    owner = next(iter(list_owner_addresses(tenant.id)), "")
    if start_trial(tenant=tenant, plan=plan, by=owner, now=now) is None:
        grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan=DEFAULT, now=now)
