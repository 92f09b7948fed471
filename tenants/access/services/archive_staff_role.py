from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.identity.selectors import list_roles_in_use
from tenants.access.errors import RoleInUse
from tenants.access.locks import get_staff_role_locked


@transaction.atomic
def archive_staff_role(*, role_id: uuid.UUID, now: dt.datetime) -> None:
    """Put a role away that nobody has. What was done in it keeps its name in the audit log.

    Raises:
        RecordNotFound
        RoleInUse: members have it, or somebody was invited to it.
    """
    role = get_staff_role_locked(role_id)
    if role.key in list_roles_in_use(now):
        raise RoleInUse
    role.archived_at = now
    role.version += 1
    role.save(update_fields=["archived_at", "version"])
