"""Whether buyers of one product stand in each other's way: 32 of one SKU beside 32 SKUs with a buyer each."""

from __future__ import annotations

from uuid import UUID

from benchmarks import shelves
from benchmarks.pgbench import run_pgbench
from benchmarks.rows import Row, at_least, median_ratio
from benchmarks.stack import Stack

BUYERS = 32
PREFIX = "00000000-0000-7000-8000-00000000"


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Claims of one code, each committed durably."""
    shop = stack.shop("hot")
    schema, role, supplier = shop.tenant.schema_name, shop.tenant.role_name, shelves.supplier_of(stack, "hot")
    with stack.admin(schema) as connection:
        for number in range(BUYERS):
            shelves.lay_out(connection, UUID(f"{PREFIX}{number:04d}"), supplier, shelves.ENDLESS)
    claim = shelves.CLAIM.format(sku=f"('{PREFIX}' || lpad((:buyer)::text, 4, '0'))::uuid", n=1)
    one, many = [], []
    for _ in range(5 if quick else 9):
        for script, found in ((f"\\set buyer :client_id\n{claim}", many), (f"\\set buyer 0\n{claim}", one)):
            found.append(run_pgbench(stack, script, schema=schema, role=role, clients=BUYERS, seconds=3).tps)
    middle = len(one) // 2
    note = f"{sorted(one)[middle]:,.0f} against {sorted(many)[middle]:,.0f} claims/s"
    name = f"hot product: {BUYERS} buyers of one SKU ÷ of {BUYERS} SKUs"
    return [at_least(name, median_ratio(one, many), 0.8, note=note)]
