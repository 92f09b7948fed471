from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from platform_core.identity.enums import StaffRole
from platform_core.identity.errors import StaffRoleRefused
from platform_core.identity.locks import list_staff_grants_locked, lock_user
from platform_core.identity.models import StaffGrant, User
from platform_core.identity.services.end_staff_sessions import end_staff_sessions


def change_staff_roles(
    *, user_id: uuid.UUID, roles: Collection[str], by: str, now: dt.datetime, by_user: uuid.UUID | None = None
) -> None:
    """Give somebody exactly these roles of the platform's staff; none: they are staff no longer, and logged out.

    Args:
        by: who decided it, for the record.
        by_user: whoever does it on a page; nobody gives roles to themselves.

    Raises:
        StaffRoleRefused: unknown roles, one's own, nobody would be an operator, or there is no such person.
    """
    if not set(roles) <= set(StaffRole.values):
        raise StaffRoleRefused(reason="unknown")
    if by_user == user_id:
        raise StaffRoleRefused(reason="own")
    with transaction.atomic():
        held = list_staff_grants_locked()
        if not User.objects.filter(pk=user_id, is_active=True).exists():
            raise StaffRoleRefused(reason="nobody")
        lock_user(user_id)
        others = any(grant.role == StaffRole.OPERATOR and grant.user_id != user_id for grant in held)
        if not others and StaffRole.OPERATOR not in roles:
            raise StaffRoleRefused(reason="last_operator")
        own = {grant.role: grant for grant in held if grant.user_id == user_id}
        for role, grant in own.items():
            if role not in roles:
                grant.revoked_by, grant.revoked_at = by, now
                grant.save(update_fields=["revoked_by", "revoked_at"])
        for role in sorted(set(roles) - own.keys()):
            StaffGrant.objects.create(user_id=user_id, role=role, granted_by=by, granted_at=now)
        User.objects.filter(pk=user_id).update(is_staff=bool(roles))
        if not roles:
            end_staff_sessions(user_id=user_id)
