"""Whole exports of the back office, as their owner waits for them, and by how much the processes grow meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.http_load import Answer
from benchmarks.memory import MemoryMeter
from benchmarks.rows import Row, at_most
from benchmarks.stack import Stack

EXPORT_SECONDS, EXPORT_MB, ANSWER_SECONDS = 60, 64, 1
PATIENCE = 600  # seconds
EVERY = 0.2  # how often the page of a job is looked at
EXPORTS = (
    ("orders/export", {"format": "csv"}),
    ("orders/export", {"format": "xlsx"}),
    ("finance/reports/ledger/file.csv", {}),
    ("finance/reports/ledger/file.xlsx", {}),
)
Get = Callable[[str], Answer]
Post = Callable[[str, dict[str, str]], Answer]


class Took(NamedTuple):
    """Of one export: until its form was answered, until the whole file was here, what came last."""

    answered: float
    seconds: float
    answer: Answer


def measure_exports(get: Get, post: Post, days: dict[str, str], stack: Stack) -> Iterator[Row]:
    """Each export once: CSV comes as it is written, XLSX of many rows from a job whose page is looked at until it is ready.

    Args:
        get: asks for a page; ``post``: sends a form.
        days: the period, as forms ask for it.
    """
    children = stack.up.children()
    watched = {name: children[name] for name in ("web", "worker")}
    for path, fields in EXPORTS:
        with MemoryMeter(watched) as memory:
            took = _export(get, post, f"/console/{path}", {**days, **fields})
        name = f"export: {path} {fields.get('format', '')}".strip()
        note = f"status {took.answer.status}, {len(took.answer.body) // 1024} KB"
        yield at_most(name, took.seconds, EXPORT_SECONDS, unit="s", note=note)
        if took.answered != took.seconds:
            yield at_most(f"{name}, answer of the form", took.answered, ANSWER_SECONDS, unit="s")
        for process, grown in memory.grown.items():
            yield at_most(f"{name}, memory of {process}", grown, EXPORT_MB, unit="MB", note="peak above the beginning")


def _export(get: Get, post: Post, path: str, fields: dict[str, str]) -> Took:
    begun = time.perf_counter()
    answer = post(path, fields)
    answered = time.perf_counter() - begun
    if answer.status != 302:
        return Took(answered, answered, answer)
    page = answer.headers["location"]
    while time.perf_counter() - begun < PATIENCE:
        shown = get(page).body.decode()
        if f"{page}/file" in shown:
            break
        if not re.search(rf"{page}/cancel", shown):
            raise RuntimeError(f"the export at {page} failed")
        time.sleep(EVERY)
    answer = post(f"{page}/file", {})
    return Took(answered, time.perf_counter() - begun, answer)
