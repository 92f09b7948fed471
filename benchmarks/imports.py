"""A stock file into the store, beside psql copying ready rows into a table with the same columns and indexes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psycopg

from benchmarks.journal import make_sku
from benchmarks.pgbench import find_tool
from benchmarks.rows import Row, at_most, fact, median_ratio
from benchmarks.shelves import fill_lot
from benchmarks.stack import Stack
from benchmarks.stock_files import write_stock_file
from testbed.up import ROOT, clean_environment

SLUG, SCRATCH = "imports", "bench_copy"
EXISTING_LOT = 2_000_000_000  # a lot number that no import of the run gets


class Sizes(NamedTuple):
    """Codes per file, codes that are there before, and how often each is measured."""

    file: int
    existing: int
    rounds: int


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Read, sealed, fingerprinted, de-duplicated, laid out; into an empty store, then into one four times the file."""
    sizes = Sizes(100_000, 400_000, 3) if quick else Sizes(1_000_000, 4_000_000, 3)
    psql, schema = find_tool("psql"), stack.shop(SLUG).tenant.schema_name
    rows: list[Row] = []
    with stack.admin(schema) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCRATCH} CASCADE; CREATE SCHEMA {SCRATCH}")
        connection.execute(f"CREATE TABLE {SCRATCH}.code (LIKE inventory_cardcode INCLUDING ALL)")
        file, ready = stack.folder / "stock.csv", stack.folder / "ready.tsv"
        for existing, rounds in ((0, sizes.rounds), (sizes.existing, sizes.rounds - 1)):
            _prepare(connection, existing)
            rows += _compare(stack, connection, psql, file, ready, Sizes(sizes.file, existing, rounds))
        connection.execute(f"DROP SCHEMA {SCRATCH} CASCADE")
        file.unlink()
        ready.unlink()
    return rows


def _prepare(connection: psycopg.Connection[Any], existing: int) -> None:
    """Both tables hold the same codes before."""
    connection.execute(f"TRUNCATE inventory_cardcode, {SCRATCH}.code")
    if existing:
        fill_lot(connection, EXISTING_LOT, existing)
        connection.execute(f"INSERT INTO {SCRATCH}.code SELECT * FROM inventory_cardcode")
    connection.execute(f"VACUUM ANALYZE inventory_cardcode, {SCRATCH}.code")


def _compare(
    stack: Stack, connection: psycopg.Connection[Any], psql: str, file: Path, ready: Path, sizes: Sizes
) -> list[Row]:
    ours: list[dict[str, float]] = []
    copies: list[float] = []
    for number in range(sizes.rounds):
        size = write_stock_file(file, sizes.file, seed=number + (100 if sizes.existing else 0))
        connection.execute("CHECKPOINT")
        ours.append(_import(stack, file, size))
        if ours[-1]["accepted"] != sizes.file:
            raise RuntimeError(f"the import took {ours[-1]['accepted']} of {sizes.file} codes: {ours[-1]['state']}")
        _export(connection, psql, stack.url, ready)
        connection.execute("CHECKPOINT")
        copies.append(_psql(psql, stack.url, f"\\copy {SCRATCH}.code from '{ready}'"))
        for table in ("inventory_cardcode", f"{SCRATCH}.code"):
            _forget(connection, table, sizes.existing)
    seconds, whole = [each["stored"] for each in ours], [each["seconds"] for each in ours]
    name = f"import of {sizes.file:,} codes" + (f" into {sizes.existing:,}" if sizes.existing else "")
    note = f"{median(seconds):.1f} against {median(copies):.1f} s; the importer's own CPU {ours[0]['cpu']:.1f} s"
    ratio = median_ratio(seconds, copies)
    if sizes.existing:
        return [at_most(f"{name} ÷ psql \\copy into as many", ratio, 2.2, note=note)]
    peak, idle = max(each["peak_mb"] for each in ours), max(each["idle_mb"] for each in ours)
    return [
        at_most(f"{name} ÷ psql \\copy of ready rows", ratio, 2.0, 1.6, note=note),
        at_most("peak memory of the importing process", peak, 100, unit="MB", note=f"{idle:.0f} MB before it begins"),
        fact("until they are looked up and on sale ÷ until they are stored", median_ratio(whole, seconds)),
        fact("codes per second", sizes.file / median(seconds), "codes/s", f"file of {size / 1e6:.0f} MB"),
    ]


def _import(stack: Stack, file: Path, size: int) -> dict[str, Any]:
    """Store the file sealed and run its job; not enqueued, so that no worker takes it."""
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from tenants.inventory.models import CodeImport, SupplierContract
    from tenants.inventory.uploads import store_upload

    tenant = stack.shop(SLUG).tenant
    sku = make_sku(stack, SLUG)
    with tenant_context(tenant), file.open("rb") as stream:
        row = CodeImport.objects.create(
            id=uuid.uuid4(),
            sku_id=sku.id,
            contract=SupplierContract.objects.get(),
            upload=store_upload(stream).name,
            filename="stock.csv",
            bytes=size,
            unit_cost=4000,
            created_at=now(),
        )
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_process", tenant.host, str(row.id)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean_environment(KAQUAN_DATA_DIR=str(stack.up.data_dir)),
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the import broke:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _export(connection: psycopg.Connection[Any], psql: str, url: str, ready: Path) -> None:
    """The rows of the import that just ran, in the order in which it wrote them."""
    row = connection.execute("SELECT current_schema").fetchone()
    assert row is not None
    _psql(psql, url, f"\\copy (SELECT * FROM {row[0]}.inventory_cardcode WHERE lot_id < {EXISTING_LOT}) to '{ready}'")


def _psql(psql: str, url: str, command: str) -> float:
    begun = time.perf_counter()
    subprocess.run([psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", command], check=True, capture_output=True)
    return time.perf_counter() - begun


def _forget(connection: psycopg.Connection[Any], table: str, existing: int) -> None:
    """Back to what was there before the round."""
    if existing:
        connection.execute(f"DELETE FROM {table} WHERE lot_id < {EXISTING_LOT}")
        connection.execute(f"VACUUM ANALYZE {table}")
    else:
        connection.execute(f"TRUNCATE {table}")
