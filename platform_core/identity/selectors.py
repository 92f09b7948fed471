from __future__ import annotations

import uuid
from collections.abc import Collection

from platform_core.identity.enums import Role
from platform_core.identity.models import Membership


def list_staff_addresses(tenant_id: uuid.UUID, roles: Collection[Role]) -> list[str]:
    """Who of a merchant's staff has one of these roles, by e-mail address."""
    members = Membership.objects.filter(tenant_id=tenant_id, role__in=roles).order_by("user__email")
    return list(members.values_list("user__email", flat=True))


def list_addresses_of(tenant_id: uuid.UUID, roles: Collection[str]) -> list[str]:
    """Where those who work for a merchant in these roles are written to."""
    members = Membership.objects.filter(tenant_id=tenant_id, role__in=roles).order_by("created_at", "id")
    return list(members.values_list("user__email", flat=True))


def list_owner_addresses(tenant_id: uuid.UUID) -> list[str]:
    """Where the owners of a merchant are written to."""
    owners = Membership.objects.filter(tenant_id=tenant_id, role=Role.OWNER).order_by("created_at")
    return list(owners.values_list("user__email", flat=True))
