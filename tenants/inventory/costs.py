"""What codes cost, and whose they were: for paying suppliers their share."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection

COSTS = """
SELECT l.supplier_id, sum((upper(a.span) - lower(a.span)) * l.unit_cost)::bigint
FROM inventory_allocation a JOIN inventory_lot l ON l.id = a.lot_id
WHERE a.owner_id = ANY(%s) GROUP BY l.supplier_id
"""


def costs_of_lines(line_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What the codes of issue lines cost, by supplier, in minor units; codes of the shop's own making cost nothing."""
    with connection.cursor() as cursor:
        cursor.execute(COSTS, [list(line_ids)])
        return {supplier_id: cost for supplier_id, cost in cursor.fetchall() if cost}
