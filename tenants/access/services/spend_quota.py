from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from tenants.access.errors import QuotaExceeded

# The row of a key and day is locked until the issue commits: issues of one such key queue up, and none slips past its limit.
SPEND = """
INSERT INTO access_keyusage AS u (key_id, day, codes) SELECT %(key)s, %(day)s, %(codes)s WHERE %(codes)s <= %(quota)s
ON CONFLICT (key_id, day) DO UPDATE SET codes = u.codes + excluded.codes WHERE u.codes + excluded.codes <= %(quota)s
RETURNING codes
"""


def spend_quota(*, key_id: uuid.UUID, quota: int, codes: int, day: dt.date) -> int:
    """Count codes against a key's daily quota, in the transaction that issues them.

    Args:
        quota: codes a day.
        codes: less than 0 gives back what was counted in this transaction and not issued.
        day: of the shop.

    Returns:
        How many the key has issued that day, these included.

    Raises:
        QuotaExceeded: it would be more than it may; nothing is counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"key": key_id, "day": day, "codes": codes, "quota": quota})
        row = cursor.fetchone()
    if row is None:
        raise QuotaExceeded(quota="daily_quota", limit=quota)
    return int(row[0])
