"""A neighbour that asks a server at a rate that is set, from a process of its own."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, NamedTuple, Self

from benchmarks.http_load import Connection

CONNECTIONS = 16
FLAT_OUT = -1.0  # the rate of one that makes no pause


class Request(NamedTuple):
    """What is sent; ``number`` stands in the body and is another each time."""

    port: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    number: str = ""

    def send(self, connection: Connection, number: str) -> int:
        """Send it once under the number: the status of the answer."""
        headers, body = self.headers, self.body
        if self.number:
            headers, body = {**headers, "Idempotency-Key": number}, body.replace(self.number.encode(), number.encode())
        return connection.ask(self.method, self.path, headers, body).status


class Neighbour:
    """Somebody who sends one request again and again at a rate that is set, from a process of its own."""

    def __init__(self, request: Request) -> None:
        context = multiprocessing.get_context("spawn")
        self._rate, self._over, self._answers = context.Value("d", 0.0), context.Event(), context.Queue()
        self._process = context.Process(target=rage, args=(request, self._rate, self._over, self._answers))

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
        yield
        self._rate.value = 0.0
        counts.update(self._answers.get(timeout=60))


def rage(request: Request, rate: Any, over: Event, answers: Any) -> None:
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
        connection, turn = Connection(request.port), 0
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
                found[request.send(connection, f"{request.number}-{index}-{turn}")] += 1
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
