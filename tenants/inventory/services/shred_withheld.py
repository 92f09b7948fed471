from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from tenants.inventory.models import WithheldCode

# The rows stay, with their fingerprints. What somebody has after all ends with what it was issued in.
SHRED = """
WITH wanted AS (
    SELECT * FROM unnest(%(lots)s::bigint[], %(places)s::integer[]) AS p (lot, place)
), gone AS (
    UPDATE inventory_cardcode c SET sealed = '' FROM wanted p
    WHERE c.lot_id = p.lot AND c.position = p.place AND c.sealed <> '' AND NOT EXISTS (
        SELECT 1 FROM inventory_allocation a
        WHERE int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span)) @> ((c.lot_id << 32) + c.position)
    )
    RETURNING 1
), said AS (
    UPDATE inventory_withheldcode w SET shredded_at = %(now)s FROM wanted p
    WHERE w.lot_id = p.lot AND w.position = p.place AND w.reason IN ('voided', 'exported')
)
SELECT count(*) FROM gone
"""


def shred_withheld(*, codes: Sequence[WithheldCode], now: dt.datetime) -> int:
    """Destroy what single codes say that were exported or written off, in the caller's transaction.

    Returns:
        How many; none that were shredded before.
    """
    wanted: dict[str, Any] = {
        "lots": [code.lot_id for code in codes],
        "places": [code.position for code in codes],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHRED, wanted)
        return int(cursor.fetchone()[0])
