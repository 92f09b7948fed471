from __future__ import annotations

import uuid

from django.db import connection


def close_look(*, look_id: uuid.UUID, staff_id: uuid.UUID, address: str | None) -> bool:
    """End a look of one's own before its time; the shop's audit log has it.

    Returns:
        Was it open?
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.close_look(%s, %s, %s)", [look_id, staff_id, address or None])
        closed: bool = cursor.fetchone()[0]
        return closed
