from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.kernel.ids import first_id_at
from tenants.inventory.services.note_pace import note_pace

WEEK, MONTH = dt.timedelta(days=7), dt.timedelta(days=30)
# Ids are in time order: a stretch of the primary key, no index of its own, which every issue would pay for.
SOLD = """
SELECT sku_id, coalesce(sum(quantity - missing) FILTER (WHERE id >= %s), 0)::bigint, sum(quantity - missing)::bigint
FROM issuance_issuanceline WHERE id >= %s GROUP BY sku_id
"""


def measure_pace(*, now: dt.datetime) -> int:
    """Count what was sold of each SKU in the last 7 and 30 days, for the overview of the stock and its alerts. A chore.

    Returns:
        Of how many SKUs something was sold.
    """
    with connection.cursor() as cursor:
        cursor.execute(SOLD, [first_id_at(now - WEEK), first_id_at(now - MONTH)])
        sold = {sku_id: (week, month) for sku_id, week, month in cursor.fetchall()}
    note_pace(sold=sold, now=now)
    return len(sold)
