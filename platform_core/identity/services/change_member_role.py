from __future__ import annotations

import re
import uuid

from django.db import connection

from platform_core.identity.errors import LastOwner, MemberUnknown, RoleInvalid
from platform_core.identity.models.membership import ROLE_PATTERN


def change_member_role(*, user_id: uuid.UUID, role: str, by: uuid.UUID) -> None:
    """Give a member of the current shop another role. It holds from their next request on.

    Args:
        by: an owner of the shop, which the database holds to be true at this moment.

    Raises:
        RoleInvalid
        MemberUnknown: no member, or whoever asks is no owner (any more).
        LastOwner: nobody would own the shop.
    """
    if not re.fullmatch(ROLE_PATTERN, role):
        raise RoleInvalid
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.change_member_role(%s, %s, %s)", [user_id, role, by])
        answer = cursor.fetchone()[0]
    if answer == "last_owner":
        raise LastOwner
    if answer != "done":
        raise MemberUnknown
