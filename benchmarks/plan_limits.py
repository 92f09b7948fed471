"""What a merchant's plan costs: its month's counter and limit in an issue, its rights in a request, and its refusals."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.http_load import Connection, hammer
from benchmarks.issue_http import PATH, analyze, api_headers, issue_body, issue_script, stock_up
from benchmarks.journal import make_sku
from benchmarks.pgbench import run_pgbench
from benchmarks.processes import CpuMeter, come_to_rest, idle_rates
from benchmarks.rows import Row, at_least, at_most, fact, median_ratio
from benchmarks.stack import Stack
from benchmarks.yardstick import Yardstick

COUNTED = re.compile(r"(E'\d{4}-\d\d-01'::date), NULL, '?true'?\)")  # the last of what issue_codes is asked
FREE, WIDE, USED_UP, SUSPENDED = "free", "wide", "used-up", "suspended"
NEAR = 19_000  # codes left: fewer than 20,000, so that one goes in at a time
FAR = 2_000_000_000
CLIENTS = 8
KNOWN_FOR = 5.5  # seconds after which every process has read a plan anew


def measure(stack: Stack, quick: bool) -> list[Row]:
    """In the database beside the same statement that counts nothing; through HTTP beside a shop that has no plan."""
    rows = _counting(stack, quick) + _asking(stack, 2_000 if quick else 10_000)
    return rows + _through_http(stack, 60 if quick else 120, 7 if quick else 9)


def _counting(stack: Stack, quick: bool) -> list[Row]:
    """One issue of one code by 1, 4 and 8 connections of one shop, four ways in turn."""
    tenant, sku = stack.shop("http").tenant, make_sku(stack, "http")
    each, rounds = (200, 7) if quick else (300, 15)
    stock_up(stack, "http", sku, 4 * (rounds + 1) * each * (1 + 2 + 4) + 20_000)
    script, _ = issue_script(stack, sku, 1)
    if len(COUNTED.findall(script)) != 1:
        raise RuntimeError("the issue is not asked with its month any more")
    with stack.admin(tenant.schema_name) as connection:
        analyze(connection)
        roots = {"postgres": stack.up.children()["postgres"]}
        come_to_rest(roots)
        idle = idle_rates(roots)

        def run(way: str, clients: int) -> tuple[float, float]:
            most = NEAR + _counted(connection) if way == "near" else FAR
            month = "NULL::date" if way == "nothing" else r"\1"
            limit = f"'{most}'::int4" if way in {"far", "near"} else "NULL"
            meter = CpuMeter(roots, idle)
            asked = COUNTED.sub(f"{month}, {limit}, true)", script)
            share = each if clients == 1 else each // 2
            load = run_pgbench(
                stack, asked, schema=tenant.schema_name, role=tenant.role_name, clients=clients, transactions=share
            )
            return load.tps, meter.spent()["postgres"] * 1000 / (clients * share)

        return [row for clients in (1, 4, 8) for row in _compare(run, clients, rounds, _slots(connection))]


def _compare(
    run: Callable[[str, int], tuple[float, float]], clients: int, rounds: int, slots: Callable[[], int]
) -> list[Row]:
    ways = ("nothing", "counted", "far", "near")
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    run("counted", clients)
    for turn in range(rounds):
        for way in ways[turn % 4 :] + ways[: turn % 4]:  # none is always the first
            found[way].append(run(way, clients))

    def row(way: str, words: str, goal: float | None) -> Row:
        ours, floor = ([tps for tps, _ in found[each]] for each in (way, "nothing"))
        cpu = median_ratio([cpu for _, cpu in found[way]], [cpu for _, cpu in found["nothing"]])
        note = (
            f"{median(ours):,.0f} against {median(floor):,.0f} issues/s; CPU {cpu:.2f} ×; rows of the month: {slots()}"
        )
        name = f"issue {words} ÷ not counted, {clients} at once"
        return fact(name, median_ratio(ours, floor), note=note) if goal is None else at_least(
            name, median_ratio(ours, floor), goal, note=note
        )  # fmt: skip

    return [
        row("counted", "counted for its month", 0.9),
        row("far", "counted and held to its limit", 0.9),
        row("near", f"with {NEAR:,} codes left", None),
    ]


def _counted(connection: Any) -> int:
    return int(connection.execute("SELECT coalesce(sum(codes), 0) FROM issuance_monthcodes").fetchone()[0])


def _slots(connection: Any) -> Callable[[], int]:
    return lambda: int(connection.execute("SELECT count(*) FROM issuance_monthcodes").fetchone()[0])


def _asking(stack: Stack, times: int) -> list[Row]:
    """What a shop may do: as this process knows it, and read from its row."""
    from django.db import connection

    from platform_core.tenancy.context import tenant_context
    from platform_core.tenancy.own_rights import current_rights

    def took(act: Callable[[], object]) -> float:
        begun = time.process_time()
        for _ in range(times):
            act()
        return (time.process_time() - begun) * 1_000_000 / times

    def nothing() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    _hold(stack, WIDE, codes=FAR)
    known, fresh, floor = [], [], []
    with tenant_context(stack.shop(WIDE).tenant):
        for _ in range(7):
            known.append(took(current_rights))
            fresh.append(took(lambda: current_rights(fresh=True)))
            floor.append(took(nothing))
    return [
        fact("rights as a process knows them, CPU", median(known), "µs"),
        fact("rights read anew ÷ SELECT 1, own CPU", median_ratio(fresh, floor), note=f"{median(fresh):.0f} µs"),
    ]


def _through_http(stack: Stack, each: int, rounds: int) -> list[Row]:
    """The same request of shops that have no plan, a plan, a plan that is used up, and a bill that was not paid."""
    shops = (FREE, WIDE, USED_UP, SUSPENDED)
    skus = {slug: make_sku(stack, slug) for slug in shops}
    for slug in shops:
        stock_up(stack, slug, skus[slug], (rounds + 2) * CLIENTS * each + 20_000)
    _hold(stack, WIDE, codes=FAR)
    _hold(stack, USED_UP, codes=0)
    _hold(stack, SUSPENDED, standing="suspended", codes=FAR)
    time.sleep(KNOWN_FOR)
    wanted = {FREE: 201, WIDE: 201, USED_UP: 402, SUSPENDED: 402}

    def ask_of(slug: str) -> Callable[[Connection, int], None]:
        def ask(connection: Connection, _: int) -> None:
            number, body = issue_body(skus[slug], 1)
            answer = connection.ask("POST", PATH, api_headers(stack, slug, number), body)
            if answer.status != wanted[slug]:
                raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")

        return ask

    roots = {name: stack.up.children()[name] for name in ("web", "postgres", "valkey")}
    for slug in shops:
        hammer(stack.up.port, CLIENTS, 30, ask_of(slug))
    come_to_rest(roots)
    idle = idle_rates(roots)
    spent: dict[str, list[float]] = {slug: [] for slug in shops}
    empty: list[float] = []
    with Yardstick() as yardstick:
        for turn in range(rounds):
            empty.append(yardstick.cpu_ms())
            for slug in shops[turn % 4 :] + shops[: turn % 4]:
                meter = CpuMeter(roots, idle)
                hammer(stack.up.port, CLIENTS, each, ask_of(slug))
                spent[slug].append(sum(meter.spent().values()) * 1000 / (CLIENTS * each))
    note = {slug: f"{median(spent[slug]):.2f} ms" for slug in shops}
    against = f"{note[WIDE]} against {note[FREE]}; rates in Valkey, rights and the month's limit are in it"
    return [
        at_most("issue of a shop with a plan ÷ without, CPU", median_ratio(spent[WIDE], spent[FREE]), 1.25, note=against),
        *(
            fact(
                f"402 {code} ÷ an issue, CPU",
                median_ratio(spent[slug], spent[WIDE]),
                note=f"{note[slug]}, {median_ratio(spent[slug], empty):.1f} × an empty view",
            )
            for slug, code in ((SUSPENDED, "subscription_inactive"), (USED_UP, "quota_exceeded"))
        ),
    ]  # fmt: skip


def _hold(stack: Stack, slug: str, standing: str = "active", codes: int | None = None) -> None:
    """A shop has a plan whose rates nobody here exceeds, and so many codes a month, and stands so."""
    from platform_core.entitlements.models import Entitlement
    from platform_core.entitlements.rights import forget_rights
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context

    tenant, kinds = stack.shop(slug).tenant, ("read", "write", "reveal", "redeem", "concurrency")
    values = {
        "tenant_role": tenant.role_name,
        "plan": "wide",
        "standing": standing,
        "codes": codes,
        "granted_at": now(),
    }
    with platform_context():
        Entitlement.objects.update_or_create(
            tenant_id=tenant.id, defaults={**values, **dict.fromkeys(kinds, 1_000_000)}
        )
    forget_rights()
