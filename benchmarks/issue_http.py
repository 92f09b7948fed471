"""One issue through the public API with everything on, beside pgbench running the very SQL that it runs."""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

import orjson
import psycopg

from benchmarks.capture import recording, to_script
from benchmarks.http_load import Connection, hammer
from benchmarks.journal import make_sku
from benchmarks.pgbench import run_pgbench
from benchmarks.processes import CpuMeter, idle_rates
from benchmarks.rows import Row, at_least, at_most, fact, median_ratio
from benchmarks.stack import Stack
from benchmarks.yardstick import REFERENCE_MS, Yardstick

CLIENTS, PATH = 8, "/v1/issuances?include=codes"
SOLD_FROM = (
    "inventory_allocation",
    "inventory_lot",
    "inventory_bucket",
    "issuance_issuance",
    "issuance_issuanceline",
)
_numbers = itertools.count(1)


def measure(stack: Stack, quick: bool) -> list[Row]:
    """n=1 and n=100: key, scope, idempotency, claim, books, event, reveal record, codes opened and answered."""
    rows: list[Row] = []
    roots = {name: pid for name, pid in stack.up.children().items() if name in {"web", "postgres"}}
    idle = idle_rates(roots)
    with Yardstick() as yardstick:
        for n, each, rounds in ((1, 150, 3), (100, 40, 3)) if quick else ((1, 400, 7), (100, 100, 5)):
            sku = make_sku(stack, "http")
            stock_up(stack, "http", sku, 2 * rounds * CLIENTS * each * n + 50_000)
            rows += _compare(stack, yardstick, sku, n, each, rounds, roots, idle)
    return rows


def stock_up(stack: Stack, slug: str, sku: Any, size: int) -> None:
    """Sealed codes that can be opened."""
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from tenants.inventory.models import SupplierContract
    from tenants.inventory.services.add_codes import add_codes

    head = uuid.uuid4().hex[:8].upper()
    codes = (("", f"{head}-{number:08d}-CODE", None) for number in range(size))
    with tenant_context(stack.shop(slug).tenant):
        contract = SupplierContract.objects.get()
        add_codes(sku_id=sku.id, contract_id=contract.id, codes=codes, unit_cost=4000, now=now())
    with stack.admin(stack.shop(slug).tenant.schema_name) as connection:
        connection.execute("VACUUM ANALYZE inventory_cardcode")


def analyze(connection: psycopg.Connection[Any]) -> None:
    """What autovacuum does within a minute of a shop's first sales; without it plans rest on guesses."""
    for table in SOLD_FROM:
        connection.execute(f"VACUUM ANALYZE {table}")


def issue_body(sku: Any, n: int) -> tuple[str, bytes]:
    """A number of its own and the body of a request for ``n`` codes."""
    from platform_core.kernel.ids import public_id

    number = f"bench-{next(_numbers)}-{uuid.uuid4().hex[:8]}"
    lines = [{"sku": public_id("sku", sku.id), "quantity": n}]
    return number, orjson.dumps({"external_id": number, "lines": lines})


def api_headers(stack: Stack, slug: str, number: str) -> dict[str, str]:
    """What a merchant's system sends."""
    return {
        "Host": f"api.kaquan.localhost:{stack.up.port}",
        "Authorization": f"Bearer {stack.shop(slug).api_key_live}",
        "Content-Type": "application/json",
        "Idempotency-Key": number,
    }


def _ask(stack: Stack, sku: Any, n: int) -> Callable[[Connection, int], None]:
    def ask(connection: Connection, _: int) -> None:
        number, body = issue_body(sku, n)
        answer = connection.ask("POST", PATH, api_headers(stack, "http", number), body)
        if answer.status != 201:
            raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")

    return ask


def issue_script(stack: Stack, sku: Any, n: int) -> tuple[str, int]:
    """The SQL of one such request in a warm process, as a pgbench script; and how many statements it has."""
    from django.test import Client

    client = Client()
    runs = []
    for _ in range(5):
        number, body = issue_body(sku, n)
        headers = {name: value for name, value in api_headers(stack, "http", number).items() if name != "Content-Type"}
        with recording() as statements:
            answer = client.post(PATH, body, content_type="application/json", headers=headers)
        if answer.status_code != 201:
            raise RuntimeError(f"{answer.status_code}: {answer.content[:300]!r}")
        runs.append((number, statements))
    script = to_script(runs[-2][1], runs[-1][1], [runs[-1][0]])
    return script, script.count(";\n")


def _compare(
    stack: Stack,
    yardstick: Yardstick,
    sku: Any,
    n: int,
    each: int,
    rounds: int,
    roots: dict[str, int],
    idle: dict[str, float],
) -> list[Row]:
    tenant, port = stack.shop("http").tenant, stack.up.port
    script, statements = issue_script(stack, sku, n)
    hammer(port, CLIENTS, 30, _ask(stack, sku, n))  # warm processes, as they are in service
    with stack.admin(tenant.schema_name) as connection:
        analyze(connection)
    web, base, app, db, floor_db, ratios = [], [], [], [], [], []
    for _ in range(rounds):
        nothing = yardstick.cpu_ms()
        meter = CpuMeter(roots, idle)
        base.append(
            run_pgbench(
                stack, script, schema=tenant.schema_name, role=tenant.role_name, clients=CLIENTS, transactions=each
            ).tps
        )
        floor_db.append(meter.spent()["postgres"] * 1000 / (CLIENTS * each))
        time.sleep(0.3)
        meter = CpuMeter(roots, idle)
        web.append(hammer(port, CLIENTS, each, _ask(stack, sku, n)))
        spent = meter.spent()
        app.append(spent["web"] * 1000 / (CLIENTS * each))
        db.append(spent["postgres"] * 1000 / (CLIENTS * each))
        ratios.append((app[-1] + db[-1]) / nothing)
    name = f"issue n={n} through HTTP"
    note = f"{median(web) * n:,.0f} against {median(base) * n:,.0f} codes/s; {statements} statements"
    total = median(one + two for one, two in zip(app, db, strict=True))
    parts = f"app {median(app):.2f} + db {median(db):.2f}; pgbench's db {median(floor_db):.2f}"
    ratio = at_least(f"{name} ÷ pgbench of the same SQL", median_ratio(web, base), 0.25, 0.40, note=note)
    if n > 1:
        return [ratio, fact(f"{name}, CPU", total, "ms", parts)]
    return [
        ratio,
        at_most(f"{name}, CPU", total, 4, 2.5, "ms", parts),
        at_most("the same ÷ empty view", median(ratios), 4 / REFERENCE_MS, 2.5 / REFERENCE_MS),
    ]
