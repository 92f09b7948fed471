"""Whether claims slow down as they pile up: pages touched per claim, fresh and later, without any vacuum."""

from __future__ import annotations

import uuid
from statistics import mean
from typing import Any

import psycopg

from benchmarks import shelves, status_table
from benchmarks.pgbench import run_pgbench
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

CLAIMS, CLIENTS, SAMPLES = 20_000, 8, 40


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Pages per claim of one code, fresh and after 20,000 claims; the same for the rival; and with a held snapshot."""
    shop, sku = stack.shop("buffers"), uuid.uuid4()
    schema, role = shop.tenant.schema_name, shop.tenant.role_name
    supplier = shelves.supplier_of(stack, "buffers")
    with stack.admin(schema) as connection, stack.admin(status_table.SCHEMA) as rival:
        for table in ("inventory_bucket", "inventory_allocation"):
            connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
        shelves.lay_out(connection, sku, supplier, shelves.ENDLESS)
        status_table.fill(connection, sku, 4 * CLAIMS)
        rival.execute("ALTER TABLE code SET (autovacuum_enabled = false)")
        ours = shelves.claim_script(sku, 1).strip().rstrip(";")
        theirs = status_table.claim_script(sku, 1).strip().rstrip(";")
        fresh, fresh_rival = pages(connection, ours), pages(rival, theirs)
        _load(stack, shelves.claim_script(sku, 1), schema, role)
        _load(stack, status_table.claim_script(sku, 1), status_table.SCHEMA, "none")
        later, later_rival = pages(connection, ours), pages(rival, theirs)
        held = _with_held_snapshot(stack, connection, sku, ours)
    return [
        fact("pages per claim, fresh", fresh, "pages"),
        at_most(f"pages per claim after {CLAIMS:,} claims ÷ fresh, no vacuum", later / fresh, 1.2),
        fact("the same for the status table", later_rival / fresh_rival),
        fact("after as many more while a snapshot is held ÷ fresh", held / fresh, note="a long report, a dump"),
    ]


def pages(connection: psycopg.Connection[Any], claim: str) -> float:
    """Pages that one claim touches, on average, functions and triggers included."""
    touched = []
    for number in range(SAMPLES + 10):
        plan = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {claim}").fetchone()[0][0]  # type: ignore[index]
        if number >= 10:  # the first ones fill this connection's catalogue caches
            touched.append(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])
    return mean(touched)


def _load(stack: Stack, script: str, schema: str, role: str) -> None:
    run_pgbench(stack, script, schema=schema, role=role, clients=CLIENTS, transactions=CLAIMS // CLIENTS)


def _with_held_snapshot(stack: Stack, connection: psycopg.Connection[Any], sku: uuid.UUID, claim: str) -> float:
    tenant = stack.shop("buffers").tenant
    with psycopg.connect(stack.url) as holder:
        holder.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        holder.execute("SELECT 1")
        _load(stack, shelves.claim_script(sku, 1), tenant.schema_name, tenant.role_name)
        return pages(connection, claim)
