"""The largest issue: 10,000 codes in one call."""

from __future__ import annotations

import time
from statistics import median

import orjson

from benchmarks.http_load import Connection
from benchmarks.issue_http import api_headers, issue_body, stock_up
from benchmarks.journal import make_sku
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

CODES = 10_000


def measure(stack: Stack, quick: bool) -> list[Row]:
    """From the call until the issuance says completed; then reading all of them as text."""
    rounds = 5 if quick else 11
    sku = make_sku(stack, "http")
    stock_up(stack, "http", sku, rounds * CODES)
    issued, read = [], []
    connection = Connection(stack.up.port)
    for _ in range(rounds):
        number, body = issue_body(sku, CODES)
        headers = api_headers(stack, "http", number)
        begun = time.perf_counter()
        answer = connection.ask("POST", "/v1/issuances", headers, body)
        issuance = orjson.loads(answer.body)
        while answer.status < 300 and issuance["status"] != "completed":
            time.sleep(0.02)
            answer = connection.ask("GET", f"/v1/issuances/{issuance['id']}", headers)
            issuance = orjson.loads(answer.body)
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status}: {answer.body[:300]!r}")
        issued.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        codes = connection.ask("GET", f"{issuance['codes']['url']}?format=text", headers).body
        read.append(time.perf_counter() - begun)
        if len(codes.splitlines()) != CODES:
            raise RuntimeError("not all codes came")
    connection.close()
    return [
        at_most(f"{CODES:,} codes through the API, to completed", median(issued), 1, 0.3, "s"),
        fact(f"reading the {CODES:,} codes as text", median(read), "s"),
    ]
