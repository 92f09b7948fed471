from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.identity.services.change_member_role import change_member_role
from tenants.access.role_choices import hold_role


@transaction.atomic
def give_role(*, user_id: uuid.UUID, role: str, by: uuid.UUID) -> None:
    """Give a member a role that there is, of the shop's own or of those that every shop has.

    Raises:
        RoleInvalid: there is none, or none any more.
        MemberUnknown, LastOwner
    """
    hold_role(role)
    change_member_role(user_id=user_id, role=role, by=by)
