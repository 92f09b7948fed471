from __future__ import annotations

import re
import uuid

from django.db import connection

from platform_core.identity.errors import MemberUnknown, RoleInvalid
from platform_core.identity.models.membership import ROLE_PATTERN


def transfer_ownership(*, to: uuid.UUID, role: str, by: uuid.UUID) -> None:
    """Make another member of the current shop its owner, and ``by`` what ``role`` says, both at once.

    Raises:
        RoleInvalid
        MemberUnknown: the other is no member or switched off, or whoever asks is no owner (any more).
    """
    if not re.fullmatch(ROLE_PATTERN, role):
        raise RoleInvalid
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.transfer_ownership(%s, %s, %s)", [to, role, by])
        if cursor.fetchone()[0] != "done":
            raise MemberUnknown
