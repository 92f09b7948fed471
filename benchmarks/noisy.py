"""A quiet merchant's issues alone and beside a merchant on the default plan that storms; slices of both take turns."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from statistics import median, quantiles
from typing import Any, NamedTuple

import orjson

from benchmarks.http_load import Connection, hammer
from benchmarks.issue_http import PATH, api_headers, issue_body, stock_up
from benchmarks.journal import make_sku
from benchmarks.neighbour import CONNECTIONS, FLAT_OUT, Neighbour, Request
from benchmarks.processes import CpuMeter, come_to_rest, idle_rates
from benchmarks.rows import Row, at_most, fact, median_ratio
from benchmarks.stack import Stack
from benchmarks.yardstick import Yardstick

QUIET, STORM, FOLLOWER = "quiet", "storm", "follower"
PACE = 0.05  # seconds between two issues of the quiet merchant, who has one connection
SLICE = 4.0  # seconds
SETTLE = 2.0  # seconds; a storm goes on and on, and what its first second was sold beyond its rate is over by then
WAITERS = 8  # as many as there are seats, of which one merchant gets half; the others are told to come back
TIMES = 10  # as many issues as its plan allows


class Turns(NamedTuple):
    """Latencies in ms by turn and company, and what the neighbours of each company were answered a second, by status."""

    latencies: list[list[list[float]]]
    answers: list[dict[int, float]]


def measure(stack: Stack, quick: bool) -> list[Row]:
    """p99 as the quiet merchant sees it, pooled over all slices of a kind.

    A storm's requests take time of the processors that all share here, whoever answers them. So the same number is also
    sent to a server of its own whose view does nothing: what is left beside that is what our limits let through.
    """
    plan = _prepare(stack)
    number, body = issue_body(_skus[STORM], 1)
    issue = Request(stack.up.port, "POST", PATH, api_headers(stack, STORM, number), body, number)
    with Yardstick() as yardstick, Neighbour(issue) as storm, Neighbour(yardstick.request()) as elsewhere:
        keeps, beyond = 0.95 * plan, TIMES * plan
        companies = [{}, {storm: keeps}, {storm: beyond}, {storm: keeps, elsewhere: beyond - keeps}]
        turns = _take_turns(stack, companies, 12 if quick else 40)
        unpaced = _take_turns(stack, [{}, {storm: FLAT_OUT}], 4 if quick else 12)
    title, times = "p99 of a quiet merchant beside", f"a storm of {TIMES} times its neighbour's plan"
    # What a plan allows was sold: the machine must have room for it. What a limit is there for is what goes beyond.
    rows = [
        fact(f"{title} one that uses its plan ÷ alone", *_compare(turns, 0, 1)),
        _goal(f"{title} {times} ÷ beside one that keeps to it", *_compare(turns, 1, 2)),
        _goal(
            f"{title} {times} ÷ beside one that keeps to it, and as many empty views elsewhere", *_compare(turns, 3, 2)
        ),
        _goal(f"{title} {times} ÷ alone", *_compare(turns, 0, 2)),
        fact(f"{title} as many empty views on another server ÷ beside one that keeps to it", *_compare(turns, 1, 3)),
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
    return PLANS[DEFAULT].api.write


_skus: dict[str, Any] = {}


def _issue(stack: Stack, slug: str, connection: Connection, wanted: set[int]) -> int:
    number, body = issue_body(_skus[slug], 1)
    answer = connection.ask("POST", PATH, api_headers(stack, slug, number), body)
    if answer.status not in wanted:
        raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
    return answer.status


def _take_turns(stack: Stack, companies: Sequence[Mapping[Neighbour, float]], turns: int) -> Turns:
    """Beside each company in turn: latencies in ms of every slice, and what its neighbours were answered a second."""
    latencies: list[list[list[float]]] = []
    answers = [Counter[int]() for _ in companies]
    for _ in range(turns):
        found = []
        for company, counts in zip(companies, answers, strict=True):
            with ExitStack() as asking:
                for neighbour, rate in company.items():
                    asking.enter_context(neighbour.asking(rate, counts))
                time.sleep(SETTLE)
                found.append(_latencies(stack))
        latencies.append(found)
    seconds = turns * (SLICE + SETTLE)
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
        f"per second {answers.get(429, 0):,.0f} refused, {answers.get(201, 0):,.0f} issued, {answers.get(200, 0):,.0f} empty views"
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
