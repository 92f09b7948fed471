"""Stock without files: lots and buckets as an import lays them out, written by SQL."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import psycopg

from benchmarks.stack import Stack

NO_EXPIRY = dt.date(9999, 12, 31)
ENDLESS = 1_600_000_000  # positions; a benchmark cannot sell that many
LOT = """
INSERT INTO inventory_lot (code_import_id, sku_id, supplier_id, expires_on, size, unit_cost, withdrawn, created_at)
VALUES (gen_random_uuid(), %s, %s, NULL, %s, 4000, false, now()) RETURNING id
"""
BUCKETS = """
INSERT INTO inventory_bucket (lot_id, sku_id, supplier_id, sell_by, unit_cost, next_position, end_position, open,
                              followers)
SELECT %(lot)s, %(sku)s, %(supplier)s, %(sell_by)s, 4000, 1 + %(size)s::bigint * b / %(count)s,
       1 + %(size)s::bigint * (b + 1) / %(count)s, true, %(count)s - 1 - b
FROM generate_series(0, %(count)s - 1) b ORDER BY b
"""
CODES = """
INSERT INTO inventory_cardcode (lot_id, position, fingerprint, sealed)
SELECT %(lot)s, p, uuid_send(gen_random_uuid()),
       decode('010001' || repeat(md5((%(lot)s::bigint * 100000000 + p)::text), 2) || md5(p::text), 'hex')
FROM generate_series(%(first)s::int, %(last)s::int) p
"""
CLAIM = "SELECT * FROM claim_codes({sku}, {n}, gen_random_uuid(), 2::smallint, current_date, now());\n"


def supplier_of(stack: Stack, slug: str) -> uuid.UUID:
    """The cleared supplier of a shop."""
    from platform_core.kernel.ids import parse_public_id

    return parse_public_id("sup", stack.shop(slug).supplier_id)


def lay_out(connection: psycopg.Connection[Any], sku: uuid.UUID, supplier: uuid.UUID, size: int) -> int:
    """A lot with as many buckets as an import would give it; its id. Claims look at these rows only."""
    from tenants.inventory.staging import bucket_count

    row = connection.execute(LOT, [sku, supplier, min(size, 2**31 - 1)]).fetchone()
    assert row is not None
    values = {"lot": row[0], "sku": sku, "supplier": supplier, "size": size, "count": bucket_count(size)}
    connection.execute(BUCKETS, {**values, "sell_by": NO_EXPIRY})
    return int(row[0])


def fill_lot(connection: psycopg.Connection[Any], lot: int, size: int, batch: int = 500_000) -> None:
    """Rows of the code store for a lot, as wide as sealed ones; they cannot be opened."""
    for first in range(1, size + 1, batch):
        connection.execute(CODES, {"lot": lot, "first": first, "last": min(size, first + batch - 1)})


def claim_script(sku: uuid.UUID, n: int) -> str:
    """A pgbench script that claims ``n`` codes of a SKU for a new owner."""
    return CLAIM.format(sku=f"'{sku}'::uuid", n=n)
