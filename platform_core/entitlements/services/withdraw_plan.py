from __future__ import annotations

import uuid

from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.rights import forget_rights


def withdraw_plan(*, tenant_id: uuid.UUID) -> None:
    """Let a merchant do as much as it likes, as those without a plan may. Every process knows it after 5 seconds."""
    Entitlement.objects.filter(tenant_id=tenant_id).delete()
    forget_rights()
