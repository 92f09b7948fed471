"""Reading the card-code store."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet, Sum

from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.enums import Notice
from tenants.inventory.locks import TEST_SUPPLIER
from tenants.inventory.models import Backorder, CodeImport, Reservation, SupplierContract
from tenants.inventory.opening import code_uuid, place_of
from tenants.inventory.sealing import keyring
from tenants.inventory.stored import StoredCode, card_number_of, fingerprints_of

UNLIMITED = 1_000_000_000  # of generated codes there is always one more
STOCK = """
WITH wanted AS (
    SELECT id, %(today)s::date + min_days_left AS sell_by, code_mode FROM catalog_sku WHERE id = ANY(%(skus)s)
), unsold AS (
    SELECT b.sku_id, b.supplier_id, b.lot_id, b.next_position AS first, b.end_position - b.next_position AS count
    FROM inventory_bucket b JOIN wanted w ON w.id = b.sku_id AND b.sell_by >= w.sell_by WHERE b.open
    UNION ALL
    SELECT r.sku_id, r.supplier_id, r.lot_id, r.first_position, r.count
    FROM inventory_returnedrange r JOIN wanted w ON w.id = r.sku_id AND r.sell_by >= w.sell_by WHERE r.open
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
    UNION ALL
    SELECT id, %(unlimited)s FROM wanted WHERE code_mode = 'generated'
) s WHERE NOT EXISTS (SELECT 1 FROM inventory_backorder q WHERE q.sku_id = s.sku_id) GROUP BY sku_id
"""


# All answer rows as the type ``stored_code`` of the database.
AT = "SELECT * FROM codes_at(%s, %s)"
NAMED = "SELECT * FROM codes_named(%s)"
SAYING = "SELECT * FROM codes_saying(%s)"
# Generated codes by their serial number, imported ones by the print of their card number.
NUMBERED = """
SELECT * FROM codes_named(
    ARRAY(SELECT id FROM inventory_generatedcode WHERE serial = %s LIMIT %s)
    || ARRAY(SELECT id FROM inventory_sharedcode WHERE number_print = %s LIMIT %s)
)
UNION ALL
SELECT c.* FROM (
    SELECT array_agg(lot_id) AS lots, array_agg(position) AS places
    FROM (SELECT lot_id, position FROM inventory_cardcode WHERE number_print = %s LIMIT %s) k
) found CROSS JOIN LATERAL codes_at(found.lots, found.places) c
"""
OF_LINES = """
SELECT lot_id, position, shared_id, sku_id, NULL, (%s::uuid[])[line], CASE WHEN lot_id IS NULL AND EXISTS (
    SELECT 1 FROM inventory_sharedcode s WHERE s.id = shared_id) THEN 'shared' ELSE 'issued' END,
    (SELECT serial FROM inventory_generatedcode g WHERE g.id = shared_id), expires_on, fingerprint, sealed
FROM issued_codes(%s, %s, %s)
"""
# Of both: {side} and {order} are those of the direction of reading.
COSTS = """
SELECT l.supplier_id, sum((upper(a.span) - lower(a.span)) * l.unit_cost)::bigint
FROM inventory_allocation a JOIN inventory_lot l ON l.id = a.lot_id WHERE a.owner_id = ANY(%s) GROUP BY l.supplier_id
"""
OF_IMPORT = """
WITH page AS (
    SELECT c.lot_id, c.position FROM inventory_lot l CROSS JOIN LATERAL (
        SELECT k.lot_id, k.position FROM inventory_cardcode k
        WHERE k.lot_id = l.id AND (k.lot_id, k.position) {side} (%s, %s)
        ORDER BY k.lot_id {order}, k.position {order} LIMIT %s
    ) c WHERE l.code_import_id = %s AND l.id {side}= %s ORDER BY 1 {order}, 2 {order} LIMIT %s
)
SELECT c.* FROM (
    SELECT array_agg(lot_id ORDER BY lot_id {order}, position {order}) AS lots,
           array_agg(position ORDER BY lot_id {order}, position {order}) AS places
    FROM page
) p CROSS JOIN LATERAL codes_at(p.lots, p.places) c
"""
SHARED_OF_IMPORT = """
SELECT * FROM codes_named(
    ARRAY(SELECT id FROM inventory_sharedcode WHERE code_import_id = %s AND id {side} %s ORDER BY id {order} LIMIT %s)
) ORDER BY id {order}
"""
FORWARDS, BACKWARDS = {"side": ">", "order": "ASC"}, {"side": "<", "order": "DESC"}
MOST_NUMBERED = 1_000  # codes with one number that are looked at
LAST_PLACE = ((1 << 47) - 1, (1 << 31) - 1)


# Of codes that nobody was told of yet: does the last day of any lie in this span?
DUE_NOTICES = """
SELECT n.notice FROM unnest(%s::integer[], %s::date[], %s::date[]) AS n (notice, first, last)
WHERE EXISTS (
    SELECT 1 FROM inventory_generatedcode WHERE told < 2 AND told = ANY (ARRAY[0, n.notice - 1])
    AND expires_on BETWEEN n.first AND n.last
) OR EXISTS (
    SELECT 1 FROM inventory_lot WHERE expires_on BETWEEN n.first AND n.last AND told_over < size
    AND (n.notice = 2 OR told_soon < size)
)
ORDER BY n.notice DESC
"""


class Waiting(NamedTuple):
    """A line at the head of a SKU's queue."""

    owner_id: uuid.UUID
    issuance_id: uuid.UUID


def list_skus_waited_for() -> list[uuid.UUID]:
    """SKUs that somebody queues for."""
    return list(Backorder.objects.order_by("sku_id").values_list("sku_id", flat=True).distinct())


def find_first_in_queue(sku_id: uuid.UUID, of: Collection[uuid.UUID] | None = None) -> Waiting | None:
    """Who has waited longest for a SKU, or None; ``of``: among these issuances alone."""
    rows = Backorder.objects.filter(sku_id=sku_id, **({} if of is None else {"issuance_id__in": of}))
    row = rows.order_by("number").values_list("owner_id", "issuance_id").first()
    return Waiting(*row) if row else None


def get_waited_count(sku_id: uuid.UUID) -> int:
    """How many codes of a SKU are waited for."""
    return Backorder.objects.filter(sku_id=sku_id).aggregate(codes=Sum("missing"))["codes"] or 0


def list_skus_awaited_by(issuance_id: uuid.UUID) -> list[uuid.UUID]:
    """The SKUs of which an issuance waits for codes."""
    return list(
        Backorder.objects.filter(issuance_id=issuance_id).values_list("sku_id", flat=True).distinct().order_by("sku_id")
    )


def find_due_notices(spans: Mapping[Notice, tuple[dt.date, dt.date]]) -> list[Notice]:
    """Of which notices there is perhaps something to tell, in one query; ``spans``: where the last day lies, by notice."""
    firsts, lasts = zip(*spans.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(DUE_NOTICES, [[notice.value for notice in spans], list(firsts), list(lasts)])
        return [Notice(notice) for (notice,) in cursor.fetchall()]


def list_stock(sku_ids: Sequence[uuid.UUID], *, now: dt.datetime) -> dict[uuid.UUID, int]:
    """How many codes of each SKU are for sale now: in date, not withheld, from cleared suppliers. Exact, or ``UNLIMITED``.

    None while somebody queues for the SKU: what arrives is theirs.
    """
    today = local_date(now, current_tenant().time_zone)
    with connection.cursor() as cursor:
        cursor.execute(STOCK, {"skus": list(sku_ids), "today": today, "unlimited": UNLIMITED})
        found = dict(cursor.fetchall())
    return {sku_id: int(found.get(sku_id, 0)) for sku_id in sku_ids}


def get_reservation(reservation_id: uuid.UUID) -> Reservation:
    """One reservation.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Reservation.objects.filter(pk=reservation_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rsv", reservation_id))
    return found


def list_contracts() -> QuerySet[SupplierContract]:
    """The merchant's suppliers, oldest first."""
    return SupplierContract.objects.order_by("created_at")


def find_contract(supplier_id: uuid.UUID) -> SupplierContract | None:
    """The contract with a supplier of the register, or None."""
    return SupplierContract.objects.filter(supplier_id=supplier_id).first()


def find_test_contract() -> SupplierContract | None:
    """The contract with the supplier of a test shop's own codes, or None."""
    return SupplierContract.objects.filter(name=TEST_SUPPLIER).order_by("created_at").first()


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


def find_code_saying(code: str, serial: str | None) -> StoredCode | None:
    """The code that somebody shows, or None. The same work whether it is there or not."""
    for found in _fetch(SAYING, [fingerprints_of(code, serial)]):
        if serial is None or found.serial in {None, serial}:
            return found
    return None


def find_code(code_id: uuid.UUID) -> StoredCode | None:
    """The code with this id, or None."""
    return next(iter(list_codes([code_id])), None)


def list_codes(code_ids: Sequence[uuid.UUID]) -> list[StoredCode]:
    """Codes by their ids, in this order; what is not there is left out."""
    places = {code_id: place_of(current_tenant().id, code_id) for code_id in code_ids}
    in_lots = [place for place in places.values() if place]
    found = _fetch(AT, [[lot for lot, _ in in_lots], [position for _, position in in_lots]]) if in_lots else []
    rest = [code_id for code_id, place in places.items() if place is None]
    by_id = {code.id: code for code in [*found, *(_fetch(NAMED, [rest]) if rest else [])]}
    return [by_id[code_id] for code_id in code_ids if code_id in by_id]


def list_codes_numbered(number: str) -> list[StoredCode]:
    """Codes with this serial or card number, by their ids, newest first; almost surely one. They bear the number."""
    if "\x00" in number:  # no text of the database holds it
        return []
    ring = keyring()
    values: list[Any] = [number[:64], MOST_NUMBERED, *[ring.number_print(number), MOST_NUMBERED] * 2]
    found = [
        code._replace(serial=number)
        for code in _fetch(NUMBERED, values)
        if code.serial == number
        or not code.sealed
        or card_number_of(code) == number  # of a shredded one the print says it
    ]
    return sorted(found, key=lambda code: code.id, reverse=True)


def list_codes_of_lines(line_ids: Sequence[uuid.UUID], offset: int, limit: int) -> list[StoredCode]:
    """Codes of issue lines, in issue order."""
    ids = list(line_ids)
    return _fetch(OF_LINES, [ids, ids, offset, limit])


def list_codes_of_import(
    import_id: uuid.UUID, after: uuid.UUID | None, limit: int, *, backwards: bool = False
) -> list[StoredCode]:
    """Codes of an import in its own order, the shared ones last, behind the code ``after``; or what stands before it, nearest
    first.
    """
    place = place_of(current_tenant().id, after) if after else None
    shared = [import_id, after if after and place is None else uuid.UUID(int=0), limit]
    if backwards:
        found = _fetch(SHARED_OF_IMPORT.format(**BACKWARDS), shared) if place is None else []
        lot, position = place or LAST_PLACE
        rest = limit - len(found)
        return found + (
            _fetch(OF_IMPORT.format(**BACKWARDS), [lot, position, rest, import_id, lot, rest]) if rest else []
        )
    found = []
    if after is None or place is not None:
        lot, position = place or (0, 0)
        found = _fetch(OF_IMPORT.format(**FORWARDS), [lot, position, limit, import_id, lot, limit])
    rest = limit - len(found)
    return found + (_fetch(SHARED_OF_IMPORT.format(**FORWARDS), [*shared[:2], rest]) if rest else [])


def _fetch(statement: str, values: list[Any]) -> list[StoredCode]:
    tenant_id = current_tenant().id
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        StoredCode._make(
            [identifier or code_uuid(tenant_id, lot, position), lot, position, *facts, bytes(print_), bytes(sealed)]
        )
        for lot, position, identifier, *facts, print_, sealed in rows
    ]


def list_costs_of_lines(line_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What the codes of issue lines cost, by supplier, in minor units; codes of the shop's own making cost nothing."""
    with connection.cursor() as cursor:
        cursor.execute(COSTS, [list(line_ids)])
        return {supplier_id: cost for supplier_id, cost in cursor.fetchall() if cost}
