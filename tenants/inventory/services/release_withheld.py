from __future__ import annotations

from django.db import connection

from tenants.inventory.stored import StoredCode

RELEASE = "SELECT release_withheld(%s, %s)"


def release_withheld(*, code: StoredCode) -> bool:
    """Put a held code back on the shelf, in the caller's transaction.

    Returns:
        False when it was not held.
    """
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, [code.lot_id, code.position])
        return bool(cursor.fetchone()[0])
