"""What the database's functions of looks say when they show nothing (``sql/looks.sql``)."""

from __future__ import annotations

from typing import Final

from django.db import DatabaseError

from platform_core.compliance.errors import LookRefused

REFUSED: Final = "KQ403"
AT_ONCE: Final = 50  # rows of one page


def find_refusal(error: DatabaseError) -> LookRefused | None:
    """Why nothing is shown, or None: the error is another one."""
    found = getattr(error.__cause__, "diag", None)
    if found is None or found.sqlstate != REFUSED:
        return None
    return LookRefused(reason=found.message_primary)
