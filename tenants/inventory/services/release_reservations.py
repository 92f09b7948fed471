from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import orjson
from django.db import connection, transaction

from platform_core.compliance.services.release_code_prints import release_code_prints
from tenants.finance.enums import TransferKind
from tenants.inventory.services.book_withdrawn import book_withdrawn
from tenants.inventory.services.wake_backorders import wake_backorders

NO_EXPIRY = dt.date(9999, 12, 31)
RELEASE = """
WITH held AS (
    UPDATE inventory_reservation SET state = 'released' WHERE id = ANY(%(ids)s) AND state = 'held'
    RETURNING id, sku_id
), gone AS (
    DELETE FROM inventory_allocation a USING held h WHERE a.owner_id = h.id AND a.kind = 1
    RETURNING a.owner_id, a.lot_id, a.sku_id, lower(a.span) AS first, upper(a.span) - lower(a.span) AS count, a.created_at
), lots AS MATERIALIZED (
    -- Who holds or withdraws a batch at this moment is waited for: nothing comes back on sale behind them.
    SELECT l.* FROM inventory_lot l WHERE l.id IN (SELECT lot_id FROM gone) ORDER BY l.id FOR SHARE
), unused AS (
    DELETE FROM inventory_shareduse u USING held h WHERE u.owner_id = h.id RETURNING u.shared_code_id, u.count, u.created_at
), given_back AS (
    -- uses of a code whose import was undone meanwhile do not come back on sale
    UPDATE inventory_sharedcode c
    SET uses = c.uses - n.count, max_uses = c.max_uses - CASE WHEN i.state = 'undone' THEN n.count ELSE 0 END
    FROM (SELECT shared_code_id, sum(count) AS count FROM unused GROUP BY 1) n, inventory_codeimport i
    WHERE c.id = n.shared_code_id AND i.id = c.code_import_id
), withdrawn AS (
    -- its import was undone while these were held: they leave the store instead of going back on sale
    DELETE FROM inventory_cardcode k USING gone g JOIN lots l ON l.id = g.lot_id AND l.withdrawn
    WHERE k.lot_id = g.lot_id AND k.position >= g.first AND k.position < g.first + g.count
), back AS (
    INSERT INTO inventory_returnedrange (lot_id, sku_id, supplier_id, sell_by, unit_cost, first_position, count, open)
    SELECT g.lot_id, g.sku_id, l.supplier_id, coalesce(l.expires_on, %(no_expiry)s), l.unit_cost, g.first, g.count,
           l.shelf = 'open'
    FROM gone g JOIN lots l ON l.id = g.lot_id AND NOT l.withdrawn
), allowance AS MATERIALIZED (
    -- a supplier that may sell only so much a day may sell these again
    SELECT public.return_allowance(d.supplier_id, d.count, d.face_value, d.created_at) AS given FROM (
        SELECT l.supplier_id, k.face_value, g.created_at, sum(g.count)::int AS count
        FROM gone g JOIN lots l ON l.id = g.lot_id JOIN catalog_sku k ON k.id = g.sku_id GROUP BY 1, 2, 3
        UNION ALL
        SELECT c.supplier_id, k.face_value, u.created_at, sum(u.count)::int
        FROM unused u JOIN inventory_sharedcode c ON c.id = u.shared_code_id JOIN catalog_sku k ON k.id = c.sku_id
        GROUP BY 1, 2, 3
    ) d
)
SELECT (SELECT count(*) FROM held) + (SELECT 0 * count(given) FROM allowance), (SELECT array_agg(DISTINCT sku_id) FROM held), coalesce((
    SELECT jsonb_agg(jsonb_build_array(owner_id, sku_id, costs)) FROM (
        SELECT owner_id, sku_id, jsonb_object_agg(supplier_id, cost) AS costs FROM (
            SELECT g.owner_id, g.sku_id, l.supplier_id, sum(g.count * l.unit_cost) AS cost
            FROM gone g JOIN lots l ON l.id = g.lot_id AND l.withdrawn GROUP BY 1, 2, 3
        ) of_supplier GROUP BY 1, 2
    ) left_the_store
), '[]')::text, coalesce((
    SELECT array_agg(ARRAY[g.lot_id, g.first, g.first + g.count])
    FROM gone g JOIN lots l ON l.id = g.lot_id AND l.withdrawn
), '{}')
"""


def release_reservations(*, ids: Sequence[uuid.UUID], now: dt.datetime) -> int:
    """Put held codes back on the shelf. Releasing twice, or after conversion, changes nothing.

    Returns:
        How many reservations were released.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, {"ids": list(ids), "no_expiry": NO_EXPIRY})
            released, sku_ids, left_the_store, spans = cursor.fetchone()
        release_code_prints(spans=spans)
        for reservation_id, sku_id, costs in orjson.loads(left_the_store):
            book_withdrawn(
                kind=TransferKind.HOLD_WITHDRAWN,
                subject_id=uuid.UUID(reservation_id),
                sku_id=uuid.UUID(sku_id),
                costs={uuid.UUID(supplier_id): cost for supplier_id, cost in costs.items()},
                now=now,
            )
        if released:
            wake_backorders(sku_ids=sku_ids, reason=f"release:{min(ids)}", now=now)
    return int(released)
