"""Codes by where they stand, a page at a time: whatever a shop has in stock, a page looks at a bounded number of codes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from platform_core.tenancy.context import current_tenant
from tenants.inventory.models import Lot, WithheldCode
from tenants.inventory.opening import code_uuid
from tenants.inventory.selectors import LAST_PLACE, list_codes
from tenants.inventory.stored import StoredCode

WINDOW = 2_000  # places
MOST_LOTS = 500  # of a SKU that a page looks through
# The newest lot first, in it from the last place down. One walk of the primary key for each lot.
OF_LOTS = """
SELECT c.lot_id, c.position FROM unnest(%(lots)s::bigint[]) AS l (id) CROSS JOIN LATERAL (
    SELECT k.lot_id, k.position FROM inventory_cardcode k
    WHERE k.lot_id = l.id AND (k.lot_id, k.position) < (%(lot)s, %(position)s)
    ORDER BY k.lot_id DESC, k.position DESC LIMIT %(limit)s
) c ORDER BY 1 DESC, 2 DESC LIMIT %(limit)s
"""
OF_ALL = """
SELECT lot_id, position FROM inventory_cardcode WHERE (lot_id, position) < (%(lot)s, %(position)s)
ORDER BY lot_id DESC, position DESC LIMIT %(limit)s
"""
# Issued ones of a lot, in its own order: the ranges from a place on, and of these the first codes.
ISSUED = """
SELECT p.position, a.owner_id FROM (
    SELECT a.owner_id, greatest(lower(a.span), %(after)s::integer + 1) AS first, upper(a.span) - 1 AS last
    FROM inventory_allocation a
    WHERE a.kind = 2 AND int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
        && int8range((%(lot)s::bigint << 32) + %(after)s::integer + 1, (%(lot)s::bigint << 32) + %(past)s::integer)
    ORDER BY 2 LIMIT %(limit)s
) a CROSS JOIN LATERAL generate_series(a.first, least(a.last, %(past)s::integer - 1)) AS p (position)
ORDER BY 1 LIMIT %(limit)s
"""
# Unsold ones that a checkout could get, if nothing held them back.
SHELVED = """
SELECT s.lot_id, p.position FROM (
    SELECT b.lot_id, b.next_position AS first, b.end_position AS past FROM inventory_bucket b
    WHERE b.lot_id = ANY(%(lots)s) AND b.next_position < b.end_position
    UNION ALL
    SELECT r.lot_id, r.first_position, r.first_position + r.count FROM inventory_returnedrange r
    WHERE r.lot_id = ANY(%(lots)s)
) s CROSS JOIN LATERAL generate_series(s.first, least(s.past - 1, s.first + %(limit)s)) AS p (position)
WHERE NOT EXISTS (SELECT 1 FROM inventory_withheldcode w WHERE w.lot_id = s.lot_id AND w.position = p.position)
ORDER BY 1, 2 LIMIT %(limit)s
"""
Place = tuple[int, int]


class IssuedPlace(NamedTuple):
    """An issued code of a lot and the issue line that has it."""

    position: int
    owner_id: uuid.UUID


def list_lot_ids(sku_id: uuid.UUID) -> list[int]:
    """The lots of a SKU, newest first, as many as a page looks through."""
    return list(Lot.objects.filter(sku_id=sku_id).order_by("-id").values_list("id", flat=True)[:MOST_LOTS])


def list_codes_down(lot_ids: Sequence[int] | None, after: Place | None, limit: int) -> list[StoredCode]:
    """Codes of lots (None: of all), newest first, behind a place."""
    lot, position = after or LAST_PLACE
    asked = {"lots": list(lot_ids or ()), "lot": lot, "position": position, "limit": limit}
    return _codes(OF_ALL if lot_ids is None else OF_LOTS, asked)


def list_withheld_down(
    lot_ids: Sequence[int] | None, reasons: Sequence[str], after: Place | None, limit: int
) -> list[StoredCode]:
    """Codes that are withheld one by one, newest first, behind a place."""
    rows = WithheldCode.objects.filter(reason__in=reasons).order_by("-lot_id", "-position")
    if lot_ids is not None:
        rows = rows.filter(lot_id__in=lot_ids)
    if after is not None:
        rows = rows.filter(lot_id__lt=after[0]) | rows.filter(lot_id=after[0], position__lt=after[1])
    return _named(list(rows.values_list("lot_id", "position")[:limit]))


def list_issued_of_lot(lot: Lot, after: int, limit: int) -> list[IssuedPlace]:
    """Issued codes of a batch in its own order, behind a position. It looks through a window of places that grows until it has
    enough: a batch may have been sold in a million ranges.
    """
    found: list[IssuedPlace] = []
    width = max(WINDOW, 4 * limit)
    with connection.cursor() as cursor:
        while len(found) < limit and after < lot.size:
            past = min(after + width, lot.size) + 1
            cursor.execute(ISSUED, {"lot": lot.id, "after": after, "past": past, "limit": limit - len(found)})
            found += [IssuedPlace(*row) for row in cursor.fetchall()]
            after, width = past - 1, 4 * width
    return found


def list_shelved_ids(lot_ids: Sequence[int], limit: int) -> list[uuid.UUID]:
    """The ids of unsold codes of lots that nobody holds and nothing withholds one by one."""
    with connection.cursor() as cursor:
        cursor.execute(SHELVED, {"lots": list(lot_ids), "limit": limit})
        return _ids(cursor.fetchall())


def list_codes_at(lot: Lot, positions: Sequence[int]) -> list[StoredCode]:
    """The codes at places of a batch."""
    return _named([(lot.id, position) for position in positions])


def _codes(statement: str, asked: dict[str, Any]) -> list[StoredCode]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return _named(cursor.fetchall())


def _named(places: Sequence[Place]) -> list[StoredCode]:
    return list_codes(_ids(places)) if places else []


def _ids(places: Sequence[Place]) -> list[uuid.UUID]:
    tenant_id = current_tenant().id
    return [code_uuid(tenant_id, lot, position) for lot, position in places]
