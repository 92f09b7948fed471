from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.rights import forget_rights
from platform_core.entitlements.selectors import get_plan


def grant_plan(*, tenant_id: uuid.UUID, tenant_role: str, plan: str, now: dt.datetime) -> None:
    """Let a merchant do what a plan grants, instead of what it could before. Every process knows it after 5 seconds.

    Args:
        tenant_id: of the live tenant; its test twin is held to the same limits, by itself.

    Raises:
        PlanUnknown
    """
    edition = get_plan(plan)
    granted = dataclasses.asdict(edition.api) | dataclasses.asdict(edition.allowance)
    Entitlement.objects.update_or_create(
        tenant_id=tenant_id,
        defaults={"tenant_role": tenant_role, "plan": plan, "version": edition.version, "granted_at": now, **granted},
    )
    forget_rights()
