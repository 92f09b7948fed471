"""Taking codes off the shelf: our claim beside one UPDATE on a table with a status column."""

from __future__ import annotations

import uuid

from benchmarks import shelves, status_table
from benchmarks.pgbench import run_pgbench
from benchmarks.rows import Row, at_least, fact, median_ratio
from benchmarks.stack import Stack

CLIENTS = 8
# Codes in the rival's table, and seconds per measurement: it must not run dry.
SIZES = {1: 100_000, 1_000: 600_000, 10_000: 900_000}
GOALS = {1_000: (12.0, 20.0)}


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Claims of 1, 1,000 and 10,000 codes of one hot SKU, exclusion constraint on, 8 clients."""
    shop = stack.shop("claims")
    schema, role = shop.tenant.schema_name, shop.tenant.role_name
    supplier, rounds, seconds = shelves.supplier_of(stack, "claims"), 3 if quick else 5, 2 if quick else 4
    rows: list[Row] = []
    with stack.admin(schema) as connection:
        for n, size in SIZES.items():
            sku = uuid.uuid4()
            shelves.lay_out(connection, sku, supplier, shelves.ENDLESS)
            ours, floor = [], []
            for _ in range(rounds):
                status_table.fill(connection, sku, size)
                floor.append(_rival_tps(stack, sku, n, seconds))
                script = shelves.claim_script(sku, n)
                ours.append(run_pgbench(stack, script, schema=schema, role=role, clients=CLIENTS, seconds=seconds).tps)
            ratio = median_ratio(ours, floor)
            name = f"claim n={n:,} ÷ single-statement SKIP LOCKED update"
            note = f"{sorted(ours)[rounds // 2] * n:,.0f} against {sorted(floor)[rounds // 2] * n:,.0f} codes/s"
            rows.append(at_least(name, ratio, *GOALS[n], note=note) if n in GOALS else fact(name, ratio, note=note))
    return rows


def _rival_tps(stack: Stack, sku: uuid.UUID, n: int, seconds: float) -> float:
    script, schema = status_table.claim_script(sku, n), status_table.SCHEMA
    if n == 1:
        return run_pgbench(stack, script, schema=schema, clients=CLIENTS, seconds=seconds).tps
    # A fixed number of large claims: its table must not run dry.
    each = SIZES[n] * 8 // 9 // n // CLIENTS
    return run_pgbench(stack, script, schema=schema, clients=CLIENTS, transactions=each).tps
