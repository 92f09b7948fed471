"""Many codes into the store at once: staged in a temporary table, de-duplicated there, laid out in lots and buckets."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from tenants.inventory.models import CodeImport
from tenants.inventory.packing import HEADER, TRAILER, Row
from tenants.inventory.sealing import keyring

NO_EXPIRY = dt.date(9999, 12, 31)
LARGE_STOCK = 200_000  # from here on probing the index beats reading the whole store

STAGE = """
CREATE TEMPORARY TABLE import_staging (line integer, fingerprint bytea, sealed bytea, expires_on date) ON COMMIT DROP
"""
COPY = "COPY import_staging (line, fingerprint, sealed, expires_on) FROM STDIN (FORMAT binary)"
DISTINCT = "SELECT count(*) FROM (SELECT fingerprint FROM import_staging GROUP BY fingerprint) d"
LOTS = """
INSERT INTO inventory_lot (code_import_id, sku_id, supplier_id, expires_on, size, unit_cost, withdrawn, created_at)
SELECT %s, %s, %s, d.expires_on, 0, %s, false, %s FROM unnest(%s::date[]) AS d (expires_on) RETURNING id
"""
# One row per new fingerprint, first line wins, dense positions in the order of the file within each expiry date.
INSERT = """
INSERT INTO inventory_cardcode (lot_id, position, fingerprint, sealed)
SELECT l.id, row_number() OVER (PARTITION BY l.id ORDER BY f.line), f.fingerprint, f.sealed
FROM (
    SELECT DISTINCT ON (s.fingerprint) s.line, s.fingerprint, s.sealed, s.expires_on
    FROM import_staging s ORDER BY s.fingerprint, s.line
) f
JOIN inventory_lot l ON l.code_import_id = %(import)s AND l.expires_on IS NOT DISTINCT FROM f.expires_on
WHERE NOT EXISTS (SELECT 1 FROM inventory_cardcode c WHERE c.fingerprint = f.fingerprint)
"""
SIZES = """
UPDATE inventory_lot l SET size = coalesce(
    (SELECT max(c.position) FROM inventory_cardcode c WHERE c.lot_id = l.id), 0)
WHERE l.code_import_id = %s RETURNING l.id, l.size, l.expires_on
"""
BUCKETS = """
INSERT INTO inventory_bucket (lot_id, sku_id, supplier_id, sell_by, unit_cost, next_position, end_position, open)
SELECT b.lot_id, %s, %s, b.sell_by, %s, b.first, b.past, true
FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::int[]) AS b (lot_id, sell_by, first, past)
"""


class Stored(NamedTuple):
    """What became of the staged rows."""

    accepted: int
    duplicates_in_file: int
    duplicates_in_stock: int


def bucket_count(size: int) -> int:
    """How many cursors a lot gets: more let more buyers of one product pass at once."""
    for limit, count in ((50, 1), (1_000, 4), (10_000, 8)):
        if size <= limit:
            return count
    return 16


def stage(sku_id: uuid.UUID, batches: Iterable[Sequence[Row]]) -> tuple[int, set[dt.date | None]]:
    """COPY batches of rows, sealed, into a temporary table of the caller's transaction.

    One COPY a batch: while a COPY runs its connection takes no other statement, and between batches the import asks
    whether it was cancelled.

    Returns:
        How many rows, and which expiry dates they have.
    """
    ring, staged = keyring(), 0
    dates: set[dt.date | None] = set()
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        for rows in batches:
            if not rows:
                continue
            with cursor.copy(COPY) as copy:  # type: ignore[attr-defined]
                copy.write(HEADER + ring.pack(sku_id.bytes, rows) + TRAILER)
            staged += len(rows)
            dates.update({row[3] for row in rows})
    return staged, dates


def store_staged(
    code_import: CodeImport, supplier_id: uuid.UUID, staged: int, dates: set[dt.date | None], now: dt.datetime
) -> Stored:
    """Move new codes from staging into lots with buckets; duplicates are counted and stay behind."""
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT)
        distinct = int(cursor.fetchone()[0])
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'inventory_cardcode'::regclass")
        if cursor.fetchone()[0] > LARGE_STOCK:
            cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        cursor.execute(
            LOTS,
            [
                code_import.id,
                code_import.sku_id,
                supplier_id,
                code_import.unit_cost,
                now,
                sorted(dates, key=lambda date: date or NO_EXPIRY),
            ],
        )
        cursor.execute(INSERT, {"import": code_import.id})
        accepted = cursor.rowcount
        _open_buckets(cursor, code_import, supplier_id)
        cursor.execute("DROP TABLE import_staging")
    return Stored(accepted, staged - distinct, distinct - accepted)


def _open_buckets(cursor: object, code_import: CodeImport, supplier_id: uuid.UUID) -> None:
    cursor.execute(SIZES, [code_import.id])  # type: ignore[attr-defined]
    lots, sell_by, first, past = [], [], [], []
    for lot_id, size, expires_on in cursor.fetchall():  # type: ignore[attr-defined]
        count = bucket_count(size)
        edges = [1 + size * number // count for number in range(count + 1)]
        for start, end in itertools.pairwise(edges):
            if start < end:
                lots.append(lot_id)
                sell_by.append(expires_on or NO_EXPIRY)
                first.append(start)
                past.append(end)
    cursor.execute(  # type: ignore[attr-defined]
        BUCKETS, [code_import.sku_id, supplier_id, code_import.unit_cost, lots, sell_by, first, past]
    )
    cursor.execute(  # type: ignore[attr-defined]
        "DELETE FROM inventory_lot WHERE code_import_id = %s AND size = 0", [code_import.id]
    )
