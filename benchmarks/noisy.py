"""A quiet merchant's issues alone and beside a merchant on the default plan that storms; slices of both take turns."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Event
from statistics import median, quantiles
from typing import Any

import orjson

from benchmarks.http_load import Connection, hammer
from benchmarks.issue_http import PATH, api_headers, issue_body, stock_up
from benchmarks.journal import make_sku
from benchmarks.processes import CpuMeter, come_to_rest, idle_rates
from benchmarks.rows import Row, at_most, fact, median_ratio
from benchmarks.stack import Stack
from benchmarks.yardstick import Yardstick

QUIET, STORM, FOLLOWER = "quiet", "storm", "follower"
PACE = 0.05  # seconds between two issues of the quiet merchant, who has one connection
SLICE = 4.0  # seconds
WAITERS = 8  # as many as there are seats, of which one merchant gets half; the others are told to come back
CONNECTIONS = 16  # of the storm, in a process of its own
TIMES = 10  # as many issues as its plan allows

Pair = tuple[list[float], list[float]]  # ms alone, and beside the other


def measure(stack: Stack, quick: bool) -> list[Row]:
    """p99 as the quiet merchant sees it, pooled over all slices of a kind."""
    plan = _prepare(stack)
    rows: list[Row] = []
    # Within its plan nothing is refused: what another merchant's ordinary work moves on this machine, storm or none.
    for rate, name, turns in (
        (TIMES * plan, f"a storm of {TIMES} times its plan", 16 if quick else 40),
        (0, f"a storm of {CONNECTIONS} connections without a pause", 4 if quick else 12),
        (0.8 * plan, "one that stays within its plan", 8 if quick else 16),
    ):
        pairs, answers = _take_turns(stack, rate, turns)
        alone, beside = _pooled(pairs)
        p99 = [_p99(found) for found in (alone, beside)]
        low, high = _interval(pairs)
        note = (
            f"{p99[1]:.1f} against {p99[0]:.1f} ms, 90 % interval {low:.2f}-{high:.2f}; "
            f"median {median(beside):.1f} against {median(alone):.1f}; "
            f"per second {answers[429]:,.0f} refused, {answers[201]:,.0f} issued"
        )
        title, ratio = f"p99 of a quiet merchant beside {name} ÷ alone", p99[1] / p99[0]
        rows.append(at_most(title, ratio, 1.10, note=note) if rate > plan else fact(title, ratio, note=note))
    return [*rows, _beside_waiters(stack, 4 if quick else 10), *_cost(stack, quick)]


def _prepare(stack: Stack) -> int:
    """Two shops with stock, one of them with the default plan; how many writes a second it allows."""
    from platform_core.entitlements.plans import DEFAULT, PLANS
    from platform_core.entitlements.services.grant_plan import grant_plan
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context

    tenant = stack.shop(STORM).tenant
    with platform_context():
        grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan=DEFAULT, now=now())
    for slug in (QUIET, STORM):
        sku = _skus[slug] = make_sku(stack, slug)
        stock_up(stack, slug, sku, 50_000)
    hammer(stack.up.port, 8, 50, lambda connection, _: _issue(stack, QUIET, connection, {201}))  # warm
    come_to_rest({name: stack.up.children()[name] for name in ("worker", "postgres")})
    return PLANS[DEFAULT].write


_skus: dict[str, Any] = {}


def _issue(stack: Stack, slug: str, connection: Connection, wanted: set[int]) -> int:
    number, body = issue_body(_skus[slug], 1)
    answer = connection.ask("POST", PATH, api_headers(stack, slug, number), body)
    if answer.status not in wanted:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
    return answer.status


def _take_turns(stack: Stack, rate: float, pairs: int) -> tuple[list[Pair], dict[int, float]]:
    """Alone, beside, alone, beside …: latencies in ms of each pair of slices, and what the storm was answered a second."""
    context = multiprocessing.get_context("spawn")
    on, over = context.Event(), context.Event()
    answers: Any = context.Queue()
    number, body = issue_body(_skus[STORM], 1)
    asks = (stack.up.port, api_headers(stack, STORM, number), body, number)
    storm = context.Process(target=rage, args=(*asks, rate, on, over, answers))
    storm.start()
    found: list[Pair] = []
    try:
        for _ in range(pairs):
            one = _latencies(stack)
            on.set()
            time.sleep(0.5)  # the burst is over
            two = _latencies(stack)
            on.clear()
            time.sleep(0.5)
            found.append((one, two))
    finally:
        over.set()
        on.set()
        counts, seconds = answers.get(timeout=60)
        storm.join()
    return found, {status: counts.get(status, 0) / seconds for status in (201, 429)}


def _pooled(pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    return [ms for alone, _ in pairs for ms in alone], [ms for _, beside in pairs for ms in beside]


def _interval(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Where the ratio of the p99 lies in 90 of 100 draws of as many pairs (bootstrap): how much the figure can be trusted."""
    chance = random.Random(1)
    ratios = []
    for _ in range(400):
        alone, beside = _pooled(chance.choices(pairs, k=len(pairs)))
        ratios.append(_p99(beside) / _p99(alone))
    cuts = quantiles(ratios, n=20)
    return cuts[0], cuts[-1]


def _p99(found: list[float]) -> float:
    return quantiles(found, n=100)[98]


def _latencies(stack: Stack) -> list[float]:
    """Of one slice, in ms."""
    connection, found = Connection(stack.up.port), []
    end = time.perf_counter() + SLICE
    while (begun := time.perf_counter()) < end:
        _issue(stack, QUIET, connection, {201})
        took = time.perf_counter() - begun
        found.append(took * 1000)
        time.sleep(max(0.0, PACE - took))
    connection.close()
    return found


def rage(
    port: int, headers: dict[str, str], body: bytes, number: str, rate: float, on: Event, over: Event, answers: Any
) -> None:
    """The storm, in its own process: ask on all connections while ``on``, ``rate`` times a second or without a pause (0)."""
    counts: list[Counter[int]] = [Counter() for _ in range(CONNECTIONS)]
    spent = [0.0] * CONNECTIONS

    def work(index: int) -> None:
        connection, pause, turn = Connection(port), CONNECTIONS / rate if rate else 0.0, 0
        while not over.is_set():
            on.wait()
            begun = time.perf_counter()
            time.sleep(pause * index / CONNECTIONS)  # spread over the interval
            asked = 0
            while on.is_set() and not over.is_set():
                turn += 1
                own = f"{number}-{index}-{turn}"
                text = body.replace(number.encode(), own.encode())
                counts[index][connection.ask("POST", PATH, {**headers, "Idempotency-Key": own}, text).status] += 1
                asked += 1
                time.sleep(max(0.0, begun + pause * (asked + index / CONNECTIONS) - time.perf_counter()))
            spent[index] += time.perf_counter() - begun
        connection.close()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((dict(sum(counts, Counter())), max(spent)))


def _beside_waiters(stack: Stack, pairs: int) -> Row:
    """While somebody follows the events over many connections in which nothing happens."""
    after, more = "beginning", True
    connection = Connection(stack.up.port)
    while more:
        page = orjson.loads(_follow(stack, connection, after, 0))
        after, more = page["next_after"], page["has_more"]
    connection.close()
    on, over = threading.Event(), threading.Event()

    def wait() -> None:
        waiting = Connection(stack.up.port)
        while on.wait() and not over.is_set():
            begun = time.monotonic()
            _follow(stack, waiting, after, int(SLICE) + 1)
            if time.monotonic() - begun < SLICE:
                time.sleep(2)  # no seat
        waiting.close()

    threads = [threading.Thread(target=wait) for _ in range(WAITERS)]
    for thread in threads:
        thread.start()
    alone, beside = [], []
    for _ in range(pairs):
        alone += _latencies(stack)
        on.set()
        time.sleep(0.2)
        beside += _latencies(stack)
        on.clear()
        time.sleep(1.5)  # those who wait have their answer
    over.set()
    on.set()
    for thread in threads:
        thread.join()
    note = f"{_p99(beside):.1f} against {_p99(alone):.1f} ms; median {median(beside):.1f} against {median(alone):.1f}"
    title = f"p99 of a quiet merchant beside {WAITERS} followers of events ÷ alone"
    return at_most(title, _p99(beside) / _p99(alone), 1.10, note=note)


def _follow(stack: Stack, connection: Connection, after: str, seconds: int) -> bytes:
    headers = api_headers(stack, FOLLOWER, "")
    del headers["Idempotency-Key"]
    answer = connection.ask("GET", f"/v1/events?after={after}&limit=100&wait={seconds}", headers)
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
    return answer.body


def _cost(stack: Stack, quick: bool) -> list[Row]:
    """What a refusal costs beside a view that does nothing."""
    roots = {name: stack.up.children()[name] for name in ("web", "postgres", "valkey")}
    idle = idle_rates(roots)
    floor, ours, others = [], [], []
    each = 500 if quick else 1500
    ask: Callable[[Connection, int], int] = lambda connection, _: _issue(stack, STORM, connection, {201, 429})  # noqa: E731
    with Yardstick() as yardstick:
        for _ in range(3 if quick else 6):
            floor.append(yardstick.cpu_ms())
            hammer(stack.up.port, 4, 50, ask)
            meter = CpuMeter(roots, idle)
            hammer(stack.up.port, 4, each, ask)
            spent = {name: seconds * 1000 / (4 * each) for name, seconds in meter.spent().items()}
            ours.append(spent["web"])
            others.append(spent["postgres"] + spent["valkey"])
    note = f"{median(ours):.2f} ms, PostgreSQL and Valkey {median(others):.3f}; what the plan lets through is in it"
    return [at_most("a request of a storm ÷ empty view, app CPU", median_ratio(ours, floor), 2, 1, note=note)]
