from __future__ import annotations

import datetime as dt
import uuid

from platform_core.identity.enums import Role
from platform_core.identity.models import Membership
from platform_core.tenancy.reference import TenantRef


def add_owner(*, tenant: TenantRef, owner_id: uuid.UUID, now: dt.datetime) -> None:
    """Let the person who signed up work for the new shop as its owner. A provisioning step."""
    Membership.objects.get_or_create(
        user_id=owner_id,
        tenant_id=tenant.id,
        defaults={"tenant_role": tenant.role_name, "role": Role.OWNER, "created_at": now},
    )
