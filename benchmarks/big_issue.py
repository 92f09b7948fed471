"""The largest of everything: 10,000 codes issued, read, refunded and voided, a batch of 1,000 issuances; and the memory it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import orjson

from benchmarks.http_load import Connection
from benchmarks.issue_http import api_headers, issue_body, stock_up
from benchmarks.journal import make_sku
from benchmarks.memory import MemoryMeter
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

CODES = 10_000
ISSUANCES = 1_000
PATIENCE = 300.0  # seconds


class _Api:
    """Calls one after another, each of which must succeed."""

    def __init__(self, stack: Stack) -> None:
        self._stack, self._connection = stack, Connection(stack.up.port)

    def raw(self, method: str, path: str, number: str, body: bytes = b"") -> bytes:
        answer = self._connection.ask(method, path, api_headers(self._stack, "http", number), body)
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
        return answer.body

    def send(self, method: str, path: str, number: str, body: Any = None) -> dict[str, Any]:
        return dict(orjson.loads(self.raw(method, path, number, orjson.dumps(body) if body else b"")))

    def wait(self, body: dict[str, Any]) -> None:
        """Until its operation has succeeded."""
        until = time.monotonic() + PATIENCE
        while (seen := self.send("GET", f"/v1/operations/{body['operation']}", "-"))["status"] != "succeeded":
            if seen["status"] not in {"queued", "running"} or time.monotonic() > until:
                raise RuntimeError(f"{seen['kind']}: {seen['status']}")
            time.sleep(0.05)

    def close(self) -> None:
        self._connection.close()


def measure(stack: Stack, quick: bool) -> list[Row]:
    """From the call until it says completed; peak RSS of web and worker over all rounds, above where they stood."""
    rounds = 5 if quick else 11
    sku = make_sku(stack, "http")
    stock_up(stack, "http", sku, (rounds + 3) * CODES)
    api = _Api(stack)
    roots = {name: pid for name, pid in stack.up.children().items() if name in {"web", "worker"}}
    _issue(api, sku)  # warm
    with MemoryMeter(roots) as issuing:
        issued = [_issue(api, sku) for _ in range(rounds)]
    with MemoryMeter(roots) as batching:
        batch = _timed(lambda: _batch(api, sku))
    with MemoryMeter(roots) as ending:
        refunded = _timed(lambda: _refund(api, issued[0][0]))
        voided = _timed(lambda: _void(api, issued[1][0]))
    api.close()
    return [
        at_most(f"{CODES:,} codes through the API, to completed", median(each[1] for each in issued), 1, 0.3, "s"),
        fact(f"reading the {CODES:,} codes as text", median(each[2] for each in issued), "s"),
        *_memory(f"{rounds} × {CODES:,} codes", issuing),
        fact(f"a batch of {ISSUANCES:,} issuances of 10 codes", batch, "s"),
        *_memory("the batch", batching),
        fact(f"refund of {CODES:,} codes, to succeeded", refunded, "s"),
        fact(f"void of {CODES:,} sold codes, to succeeded", voided, "s"),
        *_memory("refund and void", ending),
    ]


def _memory(what: str, meter: MemoryMeter) -> list[Row]:
    peak = meter.peak
    return [
        at_most(f"peak RSS of {name} above its start, {what}", grown, 50, 20, "MB", note=f"peak {peak[name]:.0f} MB")
        for name, grown in meter.grown.items()
    ]


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _issue(api: _Api, sku: Any) -> tuple[str, float, float]:
    """The issuance, seconds until it is completed, seconds to read its codes."""
    number, body = issue_body(sku, CODES)
    begun = time.perf_counter()
    issuance = dict(orjson.loads(api.raw("POST", "/v1/issuances", number, body)))
    while issuance["status"] != "completed":
        time.sleep(0.02)
        issuance = api.send("GET", f"/v1/issuances/{issuance['id']}", number)
    issued = time.perf_counter() - begun
    begun = time.perf_counter()
    codes = api.raw("GET", f"{issuance['codes']['url']}?format=text", number)
    if len(codes.splitlines()) != CODES:
        raise RuntimeError("not all codes came")
    return issuance["id"], issued, time.perf_counter() - begun


def _batch(api: _Api, sku: Any) -> None:
    bodies = [orjson.loads(issue_body(sku, CODES // ISSUANCES)[1]) for _ in range(ISSUANCES)]
    api.wait(api.send("POST", "/v1/issuance_batches", issue_body(sku, 1)[0], {"issuances": bodies}))


def _refund(api: _Api, issuance: str) -> None:
    body = {"external_id": f"R-{issuance}", "issuance": issuance, "disposition": "void"}
    api.wait(api.send("POST", "/v1/refunds", f"R-{issuance}", body))


def _void(api: _Api, issuance: str) -> None:
    ids, cursor = [], ""
    while len(ids) < CODES:
        page = api.send("GET", f"/v1/codes?issuance={issuance}&limit=100{cursor}", "-")
        ids += [code["id"] for code in page["data"]]
        cursor = f"&cursor={page['next_cursor']}"
    api.wait(api.send("POST", "/v1/codes:bulk_void", f"V-{issuance}", {"codes": ids, "reason": "benchmark"}))
