from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, connection, transaction

from platform_core.compliance.looking import find_refusal


def look_into(
    *, look_id: uuid.UUID, staff_id: uuid.UUID, what: str, filters: Mapping[str, str], page: int, address: str | None
) -> list[dict[str, Any]]:
    """A page of rows of a shop under an open look; written into the shop's audit log before it is read, by the same statement.

    Args:
        what: a kind of rows of ``public.look_columns()``.
        filters: columns that rows of this kind may be asked for by, with their values.
        page: from 1.

    Returns:
        At most ``AT_ONCE`` rows, the newest first.

    Raises:
        LookRefused: it is not theirs, over, or asks for what is not shown.
    """
    values: list[Any] = [look_id, staff_id, what, json.dumps(dict(filters)), page, address or None]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM public.look_into(%s, %s, %s, %s, %s, %s)", values)
            return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    except DatabaseError as error:
        raise find_refusal(error) or error from error
