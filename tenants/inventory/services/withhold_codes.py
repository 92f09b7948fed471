from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from tenants.inventory.enums import WithheldReason
from tenants.inventory.models import WithheldCode
from tenants.inventory.stored import StoredCode

# Whoever takes from these shelves at this moment is waited for.
LOCKED = """
WITH returned AS (
    SELECT id FROM inventory_returnedrange WHERE lot_id = ANY(%(lots)s) ORDER BY id FOR UPDATE
), shelf AS (
    SELECT id FROM inventory_bucket WHERE lot_id = ANY(%(lots)s) AND next_position < end_position ORDER BY id FOR UPDATE
)
SELECT (SELECT count(*) FROM returned), (SELECT count(*) FROM shelf)
"""
WITHHOLD = """
INSERT INTO inventory_withheldcode (lot_id, position, reason, created_at, since)
SELECT p.lot, p.place, %(reason)s, %(now)s, %(now)s FROM unnest(%(all_lots)s::bigint[], %(places)s::integer[]) AS p (lot, place)
WHERE EXISTS (
    SELECT 1 FROM inventory_bucket b
    WHERE b.lot_id = p.lot AND b.next_position <= p.place AND b.end_position > p.place
) OR EXISTS (
    SELECT 1 FROM inventory_returnedrange r
    WHERE r.lot_id = p.lot AND r.first_position <= p.place AND r.first_position + r.count > p.place
)
ORDER BY p.lot, p.place ON CONFLICT DO NOTHING
"""


def withhold_codes(*, codes: Sequence[StoredCode], reason: WithheldReason, now: dt.datetime) -> None:
    """Take unsold codes off the shelf, in the caller's transaction. Those that somebody has meanwhile stay theirs.

    Single ones that are held already are so for this reason from now on.
    """
    places = [(code.lot_id, code.position) for code in codes if code.lot_id is not None]
    lots = sorted({lot for lot, _ in places if lot is not None})
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, {"lots": lots})
        asked: dict[str, Any] = {"all_lots": [lot for lot, _ in places], "reason": reason.value, "now": now}
        cursor.execute(WITHHOLD, {**asked, "places": [position for _, position in places]})
    wanted: dict[int, list[int]] = {}
    for lot, position in places:
        assert lot is not None
        assert position is not None
        wanted.setdefault(lot, []).append(position)
    for lot, positions in sorted(wanted.items()):
        held = WithheldCode.objects.filter(lot_id=lot, position__in=positions, reason=WithheldReason.HELD)
        held.update(reason=reason, since=now)
