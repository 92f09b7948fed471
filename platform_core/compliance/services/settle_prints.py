from __future__ import annotations

from django.db import connection, transaction

SLICE = 5_000  # prints of a transaction; shops that look something up wait for it
LOCK = "SELECT pg_advisory_xact_lock(4712)"
SETTLE = """
WITH moved AS (
    DELETE FROM compliance_freshprint
    WHERE print IN (SELECT print FROM compliance_freshprint ORDER BY print LIMIT %s) RETURNING print, lot_id, place
)
INSERT INTO compliance_codeprint (print, lot_id, place) SELECT * FROM moved ORDER BY print
"""


def settle_prints() -> int:
    """Move the prints that came lately to the others, in the platform's context. Killed at any point it goes on where it was.

    Returns:
        How many were moved.
    """
    moved = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK)
            cursor.execute(SETTLE, [SLICE])
            slice_ = int(cursor.rowcount)
        moved += slice_
        if slice_ < SLICE:
            return moved
