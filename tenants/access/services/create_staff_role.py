from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from tenants.access.errors import RoleNameTaken, TooManyRoles
from tenants.access.models import StaffRole
from tenants.access.role_inputs import RoleFacts, read_role

MOST = 20


@transaction.atomic
def create_staff_role(*, facts: RoleFacts, now: dt.datetime) -> StaffRole:
    """Make a role of the shop's own.

    Raises:
        RoleNameMissing, RoleNameTaken, RolePowersRefused, RolePowersCross, TooManyRoles
    """
    if StaffRole.objects.filter(archived_at=None).count() >= MOST:
        raise TooManyRoles
    read = read_role(facts)
    try:
        with transaction.atomic():
            return StaffRole.objects.create(
                name_zh=read.name_zh, name_en=read.name_en, powers=list(read.powers), created_at=now, updated_at=now
            )
    except IntegrityError as error:  # in another window, at this moment
        raise RoleNameTaken(param="name_zh") from error
