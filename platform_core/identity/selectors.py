from __future__ import annotations

import uuid

from platform_core.identity.enums import Role
from platform_core.identity.models import Membership


def list_owner_addresses(tenant_id: uuid.UUID) -> list[str]:
    """Where the owners of a merchant are written to."""
    owners = Membership.objects.filter(tenant_id=tenant_id, role=Role.OWNER).order_by("created_at")
    return list(owners.values_list("user__email", flat=True))
