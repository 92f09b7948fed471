"""Reading the card-code store."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id, write_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.models import CodeImport, SupplierContract
from tenants.inventory.sealing import OpenedCode, keyring

STOCK = """
WITH wanted AS (
    SELECT id, %(today)s::date + min_days_left AS sell_by FROM catalog_sku WHERE id = ANY(%(skus)s)
), unsold AS (
    SELECT b.sku_id, b.supplier_id, b.lot_id, b.next_position AS first, b.end_position - b.next_position AS count
    FROM inventory_bucket b JOIN wanted w ON w.id = b.sku_id AND b.sell_by >= w.sell_by WHERE b.open
    UNION ALL
    SELECT r.sku_id, r.supplier_id, r.lot_id, r.first_position, r.count
    FROM inventory_returnedrange r JOIN wanted w ON w.id = r.sku_id AND r.sell_by >= w.sell_by
), cleared AS (
    SELECT supplier_id FROM (
        SELECT supplier_id FROM unsold UNION
        SELECT supplier_id FROM inventory_sharedcode WHERE sku_id = ANY(%(skus)s)
    ) s WHERE public.clearance_of(supplier_id) = 'cleared'
)
SELECT sku_id, sum(count)::bigint FROM (
    SELECT u.sku_id, u.count - (
        SELECT count(*) FROM inventory_withheldcode h
        WHERE h.lot_id = u.lot_id AND h.position >= u.first AND h.position < u.first + u.count
    ) AS count
    FROM unsold u JOIN cleared USING (supplier_id)
    UNION ALL
    SELECT c.sku_id, c.max_uses - c.uses FROM inventory_sharedcode c JOIN cleared USING (supplier_id)
    JOIN wanted w ON w.id = c.sku_id AND c.sell_by >= w.sell_by
) s GROUP BY sku_id
"""

# The stretches of the lines in issue order, cut to the wanted codes; then one walk of the primary key for each (LATERAL with
# a LIMIT), whatever the planner thinks of a store of ten million.
CODES = """
WITH held AS (
    SELECT array_position(%(lines)s, a.owner_id) AS line, a.sku_id, a.lot_id, l.expires_on, lower(a.span) AS first,
           upper(a.span) - lower(a.span) AS size, row_number() OVER issued AS number,
           sum(upper(a.span) - lower(a.span)) OVER issued AS past
    FROM inventory_allocation a JOIN inventory_lot l ON l.id = a.lot_id
    WHERE a.owner_id = ANY(%(lines)s) AND a.kind = 2
    WINDOW issued AS (ORDER BY array_position(%(lines)s, a.owner_id), a.id)
), part AS (
    SELECT *, first + greatest(%(offset)s - past + size, 0) AS start,
           least(past, %(end)s) - greatest(past - size, %(offset)s) AS count
    FROM held WHERE past > %(offset)s AND past - size < %(end)s
)
SELECT p.line, p.sku_id, p.lot_id, p.expires_on, c.position, c.fingerprint, c.sealed
FROM part p CROSS JOIN LATERAL (
    SELECT k.position, k.fingerprint, k.sealed FROM inventory_cardcode k
    WHERE k.lot_id = p.lot_id AND k.position >= p.start AND k.position < p.start + p.count
    ORDER BY k.position LIMIT p.count
) c
ORDER BY p.number, c.position
"""

SINGLE = """
SELECT coalesce(sum(upper(span) - lower(span)), 0) FROM inventory_allocation WHERE owner_id = ANY(%s) AND kind = 2
"""

SHARED = """
SELECT u.owner_id, c.sku_id, c.id, u.count, c.fingerprint, c.sealed, nullif(c.sell_by, '9999-12-31')
FROM inventory_shareduse u JOIN inventory_sharedcode c ON c.id = u.shared_code_id
WHERE u.owner_id = ANY(%s) ORDER BY array_position(%s, u.owner_id), u.id
"""


class IssuedCode(NamedTuple):
    """One issued code in the clear, with what a caller may want to know of it."""

    id: str
    line_id: uuid.UUID
    sku_id: uuid.UUID
    opened: OpenedCode
    expires_on: dt.date | None


def _code_id(tenant_id: uuid.UUID, lot: int, position: int) -> str:
    """``code_…``: unique platform-wide, made of tenant, lot and position, so that it needs no column."""
    return _page(tenant_id, lot, position >> 10) + _ENDS[position & 1023]


@lru_cache(maxsize=1024)
def _page(tenant_id: uuid.UUID, lot: int, page: int) -> str:
    """What the ids of 1,024 neighbours have in common: all but the last two characters, which are ten bits."""
    head = hashlib.blake2b(tenant_id.bytes, digest_size=6).digest()
    return write_id("code", head + lot.to_bytes(6, "big") + (page << 10).to_bytes(4, "big"))[:-2]


_ENDS = [write_id("", number.to_bytes(16, "big"))[-2:] for number in range(1024)]


def list_stock(sku_ids: Sequence[uuid.UUID], *, now: dt.datetime) -> dict[uuid.UUID, int]:
    """How many codes of each SKU are for sale now: in date, not withheld, from cleared suppliers. Exact."""
    today = local_date(now, current_tenant().time_zone)
    with connection.cursor() as cursor:
        cursor.execute(STOCK, {"skus": list(sku_ids), "today": today})
        found = dict(cursor.fetchall())
    return {sku_id: int(found.get(sku_id, 0)) for sku_id in sku_ids}


def list_issued_codes(
    line_ids: Sequence[uuid.UUID], *, offset: int, limit: int, total: int | None = None
) -> Iterator[IssuedCode]:
    """Open the issued codes of issue lines: single-use ones in issue order, then shared ones.

    The caller writes the reveal record first.

    Args:
        total: how many codes the lines have together, where it is known: saves looking for shared ones in vain.

    Raises:
        SealBroken: a row was tampered with.
    """
    lines, end = list(line_ids), offset + limit
    shown = 0
    for code in _single_codes(lines, offset, end):
        shown += 1
        yield code
    wanted = end if total is None else min(total, end)
    if offset + shown < wanted:
        with connection.cursor() as cursor:
            cursor.execute(SINGLE, [lines])
            single = int(cursor.fetchone()[0])
        yield from _shared_codes(lines, max(0, offset - single), limit - shown)


def _single_codes(lines: list[uuid.UUID], offset: int, end: int) -> Iterator[IssuedCode]:
    ring, tenant_id = keyring(), current_tenant().id
    with connection.cursor() as cursor:
        cursor.execute(CODES, {"lines": lines, "offset": offset, "end": end})
        rows = cursor.fetchall()
    for line, sku_id, lot, expires_on, position, print_, sealed in rows:
        opened = ring.open(sku_id.bytes, print_, sealed)
        yield IssuedCode(_code_id(tenant_id, lot, position), lines[line - 1], sku_id, opened, expires_on)


def _shared_codes(lines: list[uuid.UUID], offset: int, limit: int) -> Iterator[IssuedCode]:
    ring = keyring()
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [lines, lines])
        rows = cursor.fetchall()
    number = 0
    for line_id, sku_id, code_id, count, print_, sealed, expires_on in rows:
        for _ in range(count):
            if offset <= number < offset + limit:
                opened = ring.open(sku_id.bytes, print_, sealed)
                yield IssuedCode(public_id("code", code_id), line_id, sku_id, opened, expires_on)
            number += 1


def list_contracts() -> QuerySet[SupplierContract]:
    """The merchant's suppliers, oldest first."""
    return SupplierContract.objects.order_by("created_at")


def find_contract(supplier_id: uuid.UUID) -> SupplierContract | None:
    """The contract with a supplier of the register, or None."""
    return SupplierContract.objects.filter(supplier_id=supplier_id).first()


def list_imports() -> QuerySet[CodeImport]:
    """Imports, newest first, with their supplier."""
    return CodeImport.objects.select_related("contract").order_by("-created_at")


def get_import(import_id: uuid.UUID) -> CodeImport:
    """One import.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = list_imports().filter(pk=import_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("imp", import_id))
    return found
