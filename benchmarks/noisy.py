"""A quiet merchant's issues alone and beside a merchant on the default plan that storms; slices of both take turns."""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple, Self

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

FLAT_OUT = -1.0  # the rate of a storm that makes no pause


class Turns(NamedTuple):
    """Latencies in ms by turn and rate, and what the neighbour was answered a second at each rate, by status."""

    latencies: list[list[list[float]]]
    answers: list[dict[int, float]]


def measure(stack: Stack, quick: bool) -> list[Row]:
    """p99 as the quiet merchant sees it, pooled over all slices of a kind."""
    plan = _prepare(stack)
    with Neighbour(stack) as neighbour:
        turns = _take_turns(stack, neighbour, (0.0, 0.95 * plan, TIMES * plan), 12 if quick else 40)
        unpaced = _take_turns(stack, neighbour, (0.0, FLAT_OUT), 4 if quick else 12)
    title, storm = "p99 of a quiet merchant beside", f"a storm of {TIMES} times its neighbour's plan"
    # What a plan allows was sold: the machine must have room for it. What a limit is there for is what goes beyond.
    rows = [
        fact(f"{title} one that uses its plan ÷ alone", *_compare(turns, 0, 1)),
        _goal(f"{title} {storm} ÷ beside one that keeps to it", *_compare(turns, 1, 2)),
        _goal(f"{title} {storm} ÷ alone", *_compare(turns, 0, 2)),
        fact(f"{title} a storm of {CONNECTIONS} connections without a pause ÷ alone", *_compare(unpaced, 0, 1)),
    ]
    return [*rows, _beside_waiters(stack, 4 if quick else 10), *_cost(stack, quick)]


def _goal(title: str, ratio: float, unit: str, note: str) -> Row:
    return at_most(title, ratio, 1.10, unit=unit, note=note)


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
    time.sleep(25)  # the next sweep makes spare schemas for the shops that were opened
    come_to_rest({name: stack.up.children()[name] for name in ("worker", "postgres")})
    return PLANS[DEFAULT].write


_skus: dict[str, Any] = {}


def _issue(stack: Stack, slug: str, connection: Connection, wanted: set[int]) -> int:
    number, body = issue_body(_skus[slug], 1)
    answer = connection.ask("POST", PATH, api_headers(stack, slug, number), body)
    if answer.status not in wanted:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
    return answer.status


class Neighbour:
    """Another merchant that issues in turn with different rates, from a process of its own."""

    def __init__(self, stack: Stack) -> None:
        context = multiprocessing.get_context("spawn")
        self._rate, self._over, self._answers = context.Value("d", 0.0), context.Event(), context.Queue()
        number, body = issue_body(_skus[STORM], 1)
        asks = (stack.up.port, api_headers(stack, STORM, number), body, number)
        self._process = context.Process(target=rage, args=(*asks, self._rate, self._over, self._answers))

    def __enter__(self) -> Self:
        self._process.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._process.join(timeout=60)

    @contextmanager
    def asking(self, rate: float, counts: Counter[int]) -> Iterator[None]:
        """Ask so often a second for the block, and count what was answered."""
        self._rate.value = rate
        time.sleep(0.5 if rate else 0.2)  # the burst is over
        yield
        self._rate.value = 0.0
        if rate:
            counts.update(self._answers.get(timeout=60))


def _take_turns(stack: Stack, neighbour: Neighbour, rates: Sequence[float], turns: int) -> Turns:
    """Beside each of the rates in turn: latencies in ms of every slice, and what the neighbour was answered a second."""
    latencies: list[list[list[float]]] = []
    answers = [Counter[int]() for _ in rates]
    for _ in range(turns):
        found = []
        for rate, counts in zip(rates, answers, strict=True):
            with neighbour.asking(rate, counts):
                found.append(_latencies(stack))
        latencies.append(found)
    seconds = turns * (SLICE + 0.5)
    return Turns(latencies, [{status: count / seconds for status, count in counts.items()} for counts in answers])


def _pooled(latencies: Sequence[list[list[float]]], which: int) -> list[float]:
    return [ms for turn in latencies for ms in turn[which]]


def _compare(turns: Turns, base: int, other: int) -> tuple[float, str, str]:
    """The ratio of two p99, its unit, and what stands behind it.

    The interval is where the ratio lies in 90 of 100 draws of as many turns (bootstrap): how far the figure can be trusted.
    """
    chance, draws = random.Random(1), []
    for _ in range(400):
        drawn = chance.choices(turns.latencies, k=len(turns.latencies))
        draws.append(_p99(_pooled(drawn, other)) / _p99(_pooled(drawn, base)))
    cuts = quantiles(draws, n=20)
    ours, theirs = _pooled(turns.latencies, other), _pooled(turns.latencies, base)
    answers = turns.answers[other]
    note = (
        f"{_p99(ours):.1f} against {_p99(theirs):.1f} ms, 90 % interval {cuts[0]:.2f}-{cuts[-1]:.2f}; "
        f"median {median(ours):.1f} against {median(theirs):.1f}; "
        f"per second {answers.get(429, 0):,.0f} refused, {answers.get(201, 0):,.0f} issued"
    )
    return _p99(ours) / _p99(theirs), "×", note


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


def rage(port: int, headers: dict[str, str], body: bytes, number: str, rate: Any, over: Event, answers: Any) -> None:
    """The neighbour, in its own process: ask ``rate`` times a second over all connections, or flat out; 0: be silent.

    It gives way to the server that is measured: on a machine of its own it would take nothing from it at all.
    """
    os.setsid()
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text("19")
    os.nice(19)
    counts: Counter[int] = Counter()
    lock, resting = threading.Lock(), threading.Barrier(CONNECTIONS, action=lambda: _report(counts, answers))

    def work(index: int) -> None:
        connection, turn = Connection(port), 0
        while not over.is_set():
            while not (asked := rate.value):
                if over.is_set():
                    return
                time.sleep(0.01)
            pause = 0.0 if asked == FLAT_OUT else CONNECTIONS / asked
            begun, done, found = time.perf_counter() + pause * index / CONNECTIONS, 0, Counter[int]()
            while rate.value and not over.is_set():
                time.sleep(max(0.0, begun + pause * done - time.perf_counter()))
                if not rate.value:
                    break
                turn, done = turn + 1, done + 1
                own = f"{number}-{index}-{turn}"
                text = body.replace(number.encode(), own.encode())
                found[connection.ask("POST", PATH, {**headers, "Idempotency-Key": own}, text).status] += 1
            with lock:
                counts.update(found)
            resting.wait()
        connection.close()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _report(counts: Counter[int], answers: Any) -> None:
    answers.put(dict(counts))
    counts.clear()


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
