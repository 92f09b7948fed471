from __future__ import annotations

import datetime as dt

from django.db import connection

from tenants.inventory.enums import WithheldReason
from tenants.inventory.stored import StoredCode

WITHHOLD = "SELECT withhold_code(%s, %s, %s, %s)"


def withhold_code(*, code: StoredCode, reason: WithheldReason, now: dt.datetime) -> bool:
    """Take one unsold code off the shelf, in the caller's transaction.

    Returns:
        False when it is not there: somebody has it, or it is off the shelf already.
    """
    with connection.cursor() as cursor:
        cursor.execute(WITHHOLD, [code.lot_id, code.position, reason.value, now])
        return bool(cursor.fetchone()[0])
