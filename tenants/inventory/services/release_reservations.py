from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from tenants.inventory.models import Reservation

NO_EXPIRY = dt.date(9999, 12, 31)
RELEASE = """
WITH held AS (
    UPDATE inventory_reservation SET state = 'released' WHERE id = ANY(%(ids)s) AND state = 'held' RETURNING id
), gone AS (
    DELETE FROM inventory_allocation a USING held h WHERE a.owner_id = h.id AND a.kind = 1
    RETURNING a.lot_id, a.sku_id, lower(a.span) AS first, upper(a.span) - lower(a.span) AS count
), unused AS (
    DELETE FROM inventory_shareduse u USING held h WHERE u.owner_id = h.id RETURNING u.shared_code_id, u.count
), given_back AS (
    UPDATE inventory_sharedcode c SET uses = c.uses - n.count
    FROM (SELECT shared_code_id, sum(count) AS count FROM unused GROUP BY 1) n WHERE c.id = n.shared_code_id
), withdrawn AS (
    -- its import was undone while these were held: they leave the store instead of going back on sale
    DELETE FROM inventory_cardcode k USING gone g JOIN inventory_lot l ON l.id = g.lot_id AND l.withdrawn
    WHERE k.lot_id = g.lot_id AND k.position >= g.first AND k.position < g.first + g.count
), back AS (
    INSERT INTO inventory_returnedrange (lot_id, sku_id, supplier_id, sell_by, unit_cost, first_position, count)
    SELECT g.lot_id, g.sku_id, l.supplier_id, coalesce(l.expires_on, %(no_expiry)s), l.unit_cost, g.first, g.count
    FROM gone g JOIN inventory_lot l ON l.id = g.lot_id AND NOT l.withdrawn
)
SELECT count(*) FROM held
"""


def release_reservations(*, ids: Sequence[uuid.UUID]) -> int:
    """Put held codes back on the shelf. Releasing twice, or after conversion, changes nothing.

    Returns:
        How many reservations were released.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RELEASE, {"ids": list(ids), "no_expiry": NO_EXPIRY})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def release_expired_reservations(*, now: dt.datetime) -> int:
    """Release what is past its time. A sweep; runs in every tenant every few seconds."""
    due = Reservation.objects.filter(state="held", expires_at__lt=now).order_by("expires_at")
    ids = list(due.values_list("id", flat=True)[:500])
    return release_reservations(ids=ids) if ids else 0
