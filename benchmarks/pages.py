"""Home and product page beside a view that does nothing, on the same kind of server: CPU of one, and many clients at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.http_load import Connection, hammer
from benchmarks.issue_http import stock_up
from benchmarks.journal import make_sku
from benchmarks.processes import CpuMeter, idle_rates
from benchmarks.rows import Row, at_most, fact, median_ratio
from benchmarks.stack import Stack
from benchmarks.yardstick import Yardstick

CLIENTS, CROWD = 4, 50


def measure(stack: Stack, quick: bool) -> list[Row]:
    """CPU of the web server's processes per page; PostgreSQL's beside it.

    A query, even one that means nothing, asks for a page that is made anew.
    """
    sku = make_sku(stack, "pages")
    stock_up(stack, "pages", sku, 1_000)
    host = f"{stack.shop('pages').tenant.host}:{stack.up.port}"
    roots = {name: stack.up.children()[name] for name in ("web", "postgres")}
    idle = idle_rates(roots)
    floor, ours, db, kept = [], [], [], []
    with Yardstick() as yardstick:
        for round_ in range(4 if quick else 8):
            nothing = yardstick.cpu_ms()
            address = f"/p/{sku.product.slug}"
            page = _cpu(roots, idle, stack.up.port, 60 if quick else 150, f"{address}?made=anew", host)
            again = _cpu(roots, idle, stack.up.port, 600, address, host)
            if round_:  # the first one warms the processes
                floor.append(nothing)
                ours.append(page["web"])
                db.append(page["postgres"])
                kept.append(again["web"])
        crowded = _crowded(stack.up.port, yardstick, host, f"/p/{sku.product.slug}", 3 if quick else 6)
    base, page_ms, db_ms, kept_ms = (median(found) for found in (floor, ours, db, kept))
    return [
        fact("empty view, app CPU", base, "ms"),
        at_most("product page, not cached, app CPU", page_ms, 5, unit="ms", note=f"and {db_ms:.1f} ms of PostgreSQL"),
        at_most("product page, not cached ÷ empty view, app CPU", median_ratio(ours, floor), 25),
        at_most("product page for a visitor without a session, app CPU", kept_ms, 0.5, unit="ms", note="kept for 3 s"),
        at_most("the same ÷ empty view, app CPU", median_ratio(kept, floor), 3),
        *crowded,
    ]


class Crowd(NamedTuple):
    """What many clients at once got: answers a second, and the 95th percentile of how long one took, in ms."""

    rate: float
    p95: float


def _crowd(port: int, each: int, ask: Callable[[Connection, int], None]) -> Crowd:
    took: list[float] = []

    def timed(connection: Connection, number: int) -> None:
        begun = time.perf_counter()
        ask(connection, number)
        took.append((time.perf_counter() - begun) * 1000)

    rate = hammer(port, CROWD, each, timed)
    return Crowd(rate, quantiles(took, n=20)[18])


def _crowded(port: int, yardstick: Yardstick, host: str, product: str, rounds: int) -> list[Row]:
    """Pages in turn with the empty view, all asked for by as many clients, which share the processors with the servers."""
    pages = {
        "home, not cached": ("/?made=anew", 8),
        "product page, not cached": (f"{product}?made=anew", 8),
        "home for a visitor without a session": ("/", 60),
        "product page for a visitor without a session": (product, 60),
    }
    empty: dict[str, list[Crowd]] = {name: [] for name in pages}
    found: dict[str, list[Crowd]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (path, each) in pages.items():
            empty[name].append(_crowd(yardstick.port, 60, yardstick.ask))
            found[name].append(_crowd(port, each, _get(path, host)))
    rows = []
    for name in pages:
        ratio = median_ratio([one.rate for one in found[name]], [one.rate for one in empty[name]])
        ours, nothing = (
            (median(one.rate for one in of[name]), median(one.p95 for one in of[name])) for of in (found, empty)
        )
        note = f"{ours[0]:,.0f} against {nothing[0]:,.0f} a second; p95 {ours[1]:.0f} against {nothing[1]:.0f} ms"
        rows.append(fact(f"{name}, {CROWD} clients: answers a second ÷ empty view", ratio, "×", note))
    return rows


def _cpu(roots: dict[str, int], idle: dict[str, float], port: int, each: int, path: str, host: str) -> dict[str, float]:
    meter = CpuMeter(roots, idle)
    hammer(port, CLIENTS, each, _get(path, host))
    return {name: seconds * 1000 / (CLIENTS * each) for name, seconds in meter.spent().items()}


def _get(path: str, host: str) -> Callable[[Connection, int], None]:
    def ask(connection: Connection, _: int) -> None:
        answer = connection.ask("GET", path, {"Host": host})
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    return ask
