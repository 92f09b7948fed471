from __future__ import annotations

from django.db import connection

from platform_core.compliance.code_prints import PrintedCodes

MOVE = "SELECT public.move_code_prints(%s, %s, %s, %s)"


def move_code_prints(*, from_lot: int, to_lot: int, printed: PrintedCodes) -> None:
    """Codes of a batch of the current shop now stand in another of it, at the places that are given."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [from_lot, to_lot, printed.prints, printed.places])
