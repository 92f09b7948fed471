"""Whether a claim minds how full the store is."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

import psycopg

from benchmarks import shelves
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

SMALL, LOT = 10_000, 1_000_000


class Shelf:
    """One shop with so many codes of one SKU in lots of at most a million, and a connection in it."""

    def __init__(self, stack: Stack, slug: str, size: int) -> None:
        tenant, self.sku = stack.shop(slug).tenant, uuid.uuid4()
        self.connection = stack.admin(tenant.schema_name)
        for start in range(0, size, LOT):
            part = min(LOT, size - start)
            lot = shelves.lay_out(self.connection, self.sku, shelves.supplier_of(stack, slug), part)
            shelves.fill_lot(self.connection, lot, part)
        self.connection.execute("VACUUM ANALYZE inventory_cardcode")
        self.connection.execute("CHECKPOINT")
        self._owner = uuid.uuid4()
        self._role = tenant.role_name
        self.analyze()

    def analyze(self) -> None:
        """Bring the statistics of what is sold up to date."""
        self.connection.execute("RESET ROLE")
        self.connection.execute("VACUUM ANALYZE inventory_allocation, inventory_lot, inventory_bucket")
        self.connection.execute(f"SET ROLE {self._role}")

    def claim(self) -> float:
        """Claim a code. Milliseconds."""
        self._owner = uuid.uuid4()
        statement = shelves.CLAIM.format(sku="%s", n=1).replace("gen_random_uuid()", "%s")
        return _run(self.connection, statement, [self.sku, self._owner])

    def read(self) -> float:
        """Read the code that was claimed last as requests do. Milliseconds."""
        return _run(self.connection, "SELECT * FROM issued_codes(%s, 0, 1)", [[self._owner]])


def _run(connection: psycopg.Connection[Any], statement: str, values: Any) -> float:
    begun = time.perf_counter()
    if len(connection.execute(statement, values, prepare=False).fetchall()) != 1:
        raise RuntimeError("not exactly one code")
    return (time.perf_counter() - begun) * 1000


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Two shops, one small, one grown; claims in turn, so that both see the same machine. Then reading, in turn."""
    size = 1_000_000 if quick else 10_000_000
    small, grown = Shelf(stack, "small", SMALL), Shelf(stack, "grown", size)
    claim = _in_turn(small.claim, grown.claim, 2_200, warm_up=200)
    for shelf in (small, grown):  # as autovacuum does within a minute
        shelf.analyze()
    read = _in_turn(small.read, grown.read, 100, warm_up=10)
    for shelf in (small, grown):
        shelf.connection.close()
    return [
        at_most(
            f"claim p50 at {size:,} in stock ÷ at {SMALL:,}",
            claim[1] / claim[0],
            1.5,
            note=f"{claim[1]:.2f} against {claim[0]:.2f} ms, commit included",
        ),
        fact("the same for reading a claimed code", read[1] / read[0], note=f"{read[1]:.2f} against {read[0]:.2f} ms"),
    ]


def _in_turn(
    first: Callable[[], float], second: Callable[[], float], times: int, *, warm_up: int
) -> tuple[float, float]:
    found: dict[Callable[[], float], list[float]] = {first: [], second: []}
    for number in range(times):
        for work in (first, second) if number % 2 else (second, first):
            taken = work()
            if number >= warm_up:
                found[work].append(taken)
    return median(found[first]), median(found[second])
