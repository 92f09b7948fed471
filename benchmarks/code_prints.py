"""Imports looked up in a grown register of code prints: how long, whether all doubles are found and none that is not one."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

import psycopg

from benchmarks.journal import make_sku
from benchmarks.rows import Row, at_least, at_most, fact
from benchmarks.stack import Stack

IMPORT, DOUBLES = 10_000, 100
OWNER, SHOP = "prints-a", "prints-b"
# An index that grew by random prints is about two thirds full.
FILL = """
ALTER TABLE compliance_codeprint DROP CONSTRAINT compliance_codeprint_pkey;
INSERT INTO compliance_codeprint (print, lot_id, place)
SELECT ('01' || right(md5(n::text || 'kaquan'), 30))::uuid, {lot}, n FROM generate_series(1, {rows}) AS n;
CREATE UNIQUE INDEX compliance_codeprint_pkey ON compliance_codeprint (print) WITH (fillfactor = 69);
ALTER TABLE compliance_codeprint ADD CONSTRAINT compliance_codeprint_pkey PRIMARY KEY USING INDEX compliance_codeprint_pkey;
VACUUM ANALYZE compliance_codeprint;
CHECKPOINT
"""
MET = """
SELECT coalesce(sum(m.codes), 0) FROM compliance_codemeeting m JOIN compliance_screenedlot l ON l.id = m.later_id
WHERE l.lot = ANY(%s) AND l.tenant_role = %s
"""


def measure(stack: Stack, quick: bool) -> list[Row]:
    """One shop has the codes first; another imports others, and some of the same."""
    rows, runs = (1_000_000, 10) if quick else (10_000_000, 40)
    owner, shop = stack.shop(OWNER).tenant, stack.shop(SHOP).tenant
    known = [f"KNWN{number:012d}" for number in range(DOUBLES * runs)]
    _import(stack, owner, OWNER, iter(known))
    with stack.admin() as connection:
        _fill(connection, rows)
        size = connection.execute("SELECT pg_total_relation_size('compliance_codeprint')").fetchone()
        assert size is not None
        fresh = [_run(stack, connection, shop, [], number) for number in range(runs)]
        mixed = [
            _run(stack, connection, shop, known[number * DOUBLES : (number + 1) * DOUBLES], runs + number)
            for number in range(runs)
        ]
    name = f"{IMPORT:,} codes looked up among {rows:,}"
    false, found = sum(each[1] for each in fresh), [each[1] for each in mixed]
    return [
        at_most(f"{name}, p95", _p95(fresh), 3, unit="s", note=f"p50 {median(each[0] for each in fresh):.2f} s; {runs} runs"),
        at_most(
            f"the same with {DOUBLES} doubles, p95", _p95(mixed), 3, unit="s",
            note=f"p50 {median(each[0] for each in mixed):.2f} s; opening, printing and writing the codes included",
        ),
        at_least("doubles found, of all", sum(found) / (DOUBLES * runs), 1, unit="", note=f"{sum(found)}"),
        at_most("doubles found that are none", false + sum(max(each - DOUBLES, 0) for each in found), 0, unit=""),
        at_most("bytes per print, index included", int(size[0]) / rows, 120, 100, unit="B"),
        fact("of that one code needs", 1, "print", "two where it has a card number and a long secret"),
    ]  # fmt: skip


def _fill(connection: psycopg.Connection[Any], rows: int) -> None:
    found = connection.execute("SELECT max(id) FROM compliance_screenedlot").fetchone()
    assert found is not None
    for statement in FILL.format(lot=found[0], rows=rows).split(";"):
        connection.execute(statement)


def _p95(runs: list[tuple[float, int]]) -> float:
    return quantiles([seconds for seconds, _ in runs], n=20, method="inclusive")[-1]


def _run(
    stack: Stack, connection: psycopg.Connection[Any], shop: Any, doubles: list[str], number: int
) -> tuple[float, int]:
    """Seconds of the second stage of an import, and how many of its codes it met."""
    others = (f"B{number:03d}N{place:012d}" for place in range(IMPORT - len(doubles)))
    seconds, lots = _import(stack, shop, SHOP, iter([*doubles, *others]))
    connection.execute("UPDATE compliance_printtally SET met = 0, prints = 0")
    met = connection.execute(MET, [lots, shop.role_name]).fetchone()
    assert met is not None
    return seconds, int(met[0])


def _import(stack: Stack, tenant: Any, slug: str, codes: Iterator[str]) -> tuple[float, list[int]]:
    """Store codes as the first stage does; time the second."""
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from tenants.inventory.enums import ImportState
    from tenants.inventory.models import CodeImport, Lot, SupplierContract
    from tenants.inventory.services.screen_import import screen_import
    from tenants.inventory.staging import stage, store_staged

    sku = make_sku(stack, slug)
    with tenant_context(tenant):
        from django.db import transaction

        contract = SupplierContract.objects.get()
        row = CodeImport.objects.create(
            id=uuid.uuid4(), sku_id=sku.id, contract=contract, state=ImportState.SCREENING, upload="",
            filename="rows", bytes=0, unit_cost=4000, created_at=now(),
        )  # fmt: skip
        lines = [(line, "", code, None) for line, code in enumerate(codes, 1)]
        with transaction.atomic():
            row.accepted = store_staged(
                row, contract.supplier_id, stage(row, contract.supplier_id, [lines], now(), closed=True)
            ).accepted
            row.save()
        begun = time.perf_counter()
        screen_import(import_id=row.id, now=now())
        seconds = time.perf_counter() - begun
        return seconds, list(Lot.objects.filter(code_import=row).values_list("id", flat=True))
