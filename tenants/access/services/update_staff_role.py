from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from tenants.access.errors import RoleChanged, RoleNameTaken
from tenants.access.locks import get_staff_role_locked
from tenants.access.models import StaffRole
from tenants.access.role_inputs import RoleFacts, read_role


@transaction.atomic
def update_staff_role(*, role_id: uuid.UUID, version: int, facts: RoleFacts, now: dt.datetime) -> StaffRole:
    """Change a role; whoever has it, has it changed from their next request on.

    Args:
        version: that whoever changes it has seen.

    Raises:
        RecordNotFound, RoleNameMissing, RoleNameTaken, RolePowersRefused, RolePowersCross
        RoleChanged: somebody else changed it meanwhile.
    """
    role = get_staff_role_locked(role_id)
    if role.version != version:
        raise RoleChanged
    read = read_role(facts, except_for=role_id)
    role.name_zh, role.name_en, role.powers = read.name_zh, read.name_en, list(read.powers)
    role.updated_at, role.version = now, role.version + 1
    try:
        with transaction.atomic():
            role.save(force_update=True)
    except IntegrityError as error:
        raise RoleNameTaken(param="name_zh") from error
    return role
