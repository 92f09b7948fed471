from __future__ import annotations

import uuid

from django.db import connection

from platform_core.identity.errors import LastOwner, MemberUnknown


def remove_member(*, user_id: uuid.UUID, by: uuid.UUID) -> None:
    """Let somebody work in the current shop no longer. It holds from their next request on.

    Raises:
        MemberUnknown: no member, or whoever asks is no owner (any more).
        LastOwner: nobody would own the shop.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.remove_member(%s, %s)", [user_id, by])
        answer = cursor.fetchone()[0]
    if answer == "last_owner":
        raise LastOwner
    if answer != "done":
        raise MemberUnknown
