from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.entitlements.selectors import find_entitlement
from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.entitlements.services.withdraw_plan import withdraw_plan
from platform_core.events.catalogue import PlanChanged
from platform_core.events.selectors import find_next_sequence
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.reference import TenantRef


def change_plan(*, tenant: TenantRef, plan: str | None, by: str, now: dt.datetime) -> None:
    """Give a merchant another plan, its limits as they are today, or none; running processes know it after 5 seconds.

    Args:
        tenant: the live one.
        by: who decided it; the merchant sees that in its events.

    Raises:
        PlanUnknown
    """
    with platform_context(), transaction.atomic():
        get_tenant_locked(tenant.id)
        before = find_entitlement(tenant.id)
        if plan is None:
            withdraw_plan(tenant_id=tenant.id)
        else:
            grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan=plan, now=now)
        outside = public_id("ten", tenant.id)
        changed = PlanChanged(outside, plan, before.plan if before else None, by)
        with tenant_context(tenant):
            publish_event(changed, object_id=outside, now=now, sequence=find_next_sequence(outside))
