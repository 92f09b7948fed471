"""Many codes into the store at once, in one transaction, a stretch at a time.

A stretch is copied straight into its lots, sealed row by row as PostgreSQL takes it; the next one is read and fingerprinted
meanwhile. Most files hold no code twice, so that the unique index on fingerprints is trusted to find one that does: then the
stretch is taken back to its savepoint, and from there on each stretch is looked up before it is copied.

Nothing can be sold before ``store_staged`` lays buckets over it, which stay closed where codes are screened first, nor be seen before
the caller's transaction ends.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction

from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.models import CodeImport
from tenants.inventory.packing import HEADER, TRAILER, OpenLot, Printed, Row
from tenants.inventory.sealing import keyring

NO_EXPIRY = dt.date(9999, 12, 31)
BATCHES = 50  # of the caller's make a stretch
# Stretches with a savepoint. PostgreSQL remembers 64 of a transaction; beyond that all others look longer for what they see.
TRUSTED = 60
PIECE = 400  # rows sealed between two looks at the file; about what a socket holds

# One look into the index for each fingerprint, however large the store is and whatever the planner knows of it.
PROBES = """
SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off;
SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off
"""
NO_PROBES = """
SET LOCAL enable_hashjoin TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT;
SET LOCAL max_parallel_workers_per_gather TO DEFAULT; SET LOCAL jit TO DEFAULT
"""
THERE = """
SELECT c.fingerprint, c.lot_id, c.position FROM generate_series(0, %s - 1) AS n
JOIN inventory_cardcode c ON c.fingerprint = substring(%s::bytea FROM n * 16 + 1 FOR 16)
"""
LOTS = """
INSERT INTO inventory_lot
    (code_import_id, sku_id, supplier_id, expires_on, size, unit_cost, withdrawn, created_at, shelf, halt)
SELECT %s, %s, %s, d.expires_on, 0, %s, false, %s, %s, %s FROM unnest(%s::date[]) AS d (expires_on)
RETURNING expires_on, id
"""
COPY = "COPY inventory_cardcode (lot_id, position, fingerprint, number_print, sealed) FROM STDIN (FORMAT binary)"
SIZES = """
UPDATE inventory_lot l SET size = s.size FROM unnest(%s::bigint[], %s::int[]) AS s (id, size) WHERE l.id = s.id
"""
EMPTY = "DELETE FROM inventory_lot WHERE code_import_id = %s AND size = 0"
BUCKETS = """
INSERT INTO inventory_bucket (lot_id, sku_id, supplier_id, sell_by, unit_cost, next_position, end_position, open,
                              followers)
SELECT b.lot_id, %s, %s, b.sell_by, %s, b.first, b.past, %s, b.followers
FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::int[], %s::smallint[])
    WITH ORDINALITY AS b (lot_id, sell_by, first, past, followers, number)
ORDER BY b.number
"""


class Stored(NamedTuple):
    """What became of the staged rows."""

    accepted: int
    duplicates_in_file: int
    duplicates_in_stock: int


def bucket_count(size: int) -> int:
    """How many cursors a lot gets: more let more buyers of one product pass at once."""
    for limit, count in ((50, 1), (1_000, 4), (10_000, 16)):
        if size <= limit:
            return count
    return 32


class _Marks:
    """Which codes in stock the file has named so far: one bit for each position."""

    def __init__(self) -> None:
        self._lots: dict[int, bytearray] = {}

    def is_new(self, lot: int, position: int) -> bool:
        """Is it named for the first time?"""
        bits, (byte, bit) = self._lots.setdefault(lot, bytearray()), divmod(position, 8)
        if byte >= len(bits):
            bits.extend(bytes(byte + 1 - len(bits)))
        new = not bits[byte] >> bit & 1
        bits[byte] |= 1 << bit
        return new


class _Ahead:
    """Reads and fingerprints the next stretch. What goes wrong is kept for ``take``.

    While a COPY runs nothing may be raised: psycopg would tell the server the error's text, and a reader's may hold a code.
    """

    def __init__(self, batches: Iterable[Sequence[Row]]) -> None:
        self._batches: Iterator[Sequence[Row]] = iter(batches)
        self._ring = keyring()
        self._printed: list[Printed] = []
        self._read, self._over = 0, False
        self._failure: BaseException | None = None

    def read(self) -> None:
        """One more batch, if the stretch is not full."""
        if self._over or self._failure is not None or self._read == BATCHES:
            return
        try:
            rows = next(self._batches, None)
            if rows is None:
                self._over = True
            else:
                self._printed += self._ring.print_rows(rows)
                self._read += 1
        except BaseException as failure:
            self._failure = failure

    def take(self) -> list[Printed] | None:
        """The stretch, read to its end; None after the last."""
        while self._failure is None and not self._over and self._read < BATCHES:
            self.read()
        if self._failure is not None:
            raise self._failure
        printed, read = self._printed, self._read
        self._printed, self._read = [], 0
        return printed if read else None


class Staging:
    """The codes of one import on their way into the store."""

    def __init__(self, code_import: CodeImport, supplier_id: uuid.UUID, now: dt.datetime, *, closed: bool) -> None:
        self.closed = closed
        self.rows = 0
        self.in_file = 0
        self.in_stock = 0
        self.lots: dict[dt.date | None, OpenLot] = {}
        self._import, self._supplier, self._now = code_import, supplier_id, now
        self._sku_id = code_import.sku_id.bytes
        self._ring = keyring()
        self._own: set[int] = set()
        self._marks = _Marks()
        self._trusted = TRUSTED

    def take(self, cursor: Any, printed: list[Printed], ahead: _Ahead) -> None:
        """Put what is new of a stretch into the store; the next is read meanwhile."""
        self.rows += len(printed)
        if not printed:
            return
        prints = {row[0] for row in printed}
        if len(prints) == len(printed) and self._trusted > 0 and self._try_copy(cursor, printed, ahead):
            return
        if fresh := self._fresh(cursor, printed, prints):
            self._copy(cursor, fresh, ahead)

    def _try_copy(self, cursor: Any, printed: list[Printed], ahead: _Ahead) -> bool:
        """Copy all of a stretch, or nothing when a code of it is there already."""
        self._trusted -= 1
        sizes = {lot: lot.size for lot in self.lots.values()}
        self._open_lots(cursor, printed)
        try:
            with transaction.atomic():
                self._copy(cursor, printed, ahead)
        except IntegrityError:
            self._trusted = 0
            for lot in self.lots.values():
                lot.size = sizes.get(lot, 0)
            return False
        return True

    def _copy(self, cursor: Any, fresh: list[Printed], ahead: _Ahead) -> None:
        self._open_lots(cursor, fresh)
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            copy.write(HEADER)
            for start in range(0, len(fresh), PIECE):
                copy.write(self._ring.pack_rows(self._sku_id, fresh[start : start + PIECE], self.lots))
                ahead.read()
            copy.write(TRAILER)

    def _fresh(self, cursor: Any, printed: list[Printed], prints: set[bytes]) -> list[Printed]:
        """Those that are neither in the store nor earlier in the stretch; the others are counted."""
        cursor.execute(THERE, [len(prints), b"".join(sorted(prints))])  # neighbours lie on one page of the index
        there = {bytes(print_): (lot, position) for print_, lot, position in cursor.fetchall()}
        seen: set[bytes] = set()
        fresh = []
        for row in printed:
            found = there.get(row[0])
            if found is None and row[0] not in seen:
                seen.add(row[0])
                fresh.append(row)
            elif found is not None and found[0] not in self._own and self._marks.is_new(*found):
                self.in_stock += 1
            else:
                self.in_file += 1
        return fresh

    def _open_lots(self, cursor: Any, rows: list[Printed]) -> None:
        dates = {row[2] for row in rows} - self.lots.keys()
        if not dates:
            return
        code_import, ordered = self._import, sorted(dates, key=lambda date: date or NO_EXPIRY)
        shelf = [Shelf.HELD, Halt.SCREENING] if self.closed else [Shelf.OPEN, ""]
        facts = [code_import.id, code_import.sku_id, self._supplier, code_import.unit_cost, self._now]
        cursor.execute(LOTS, [*facts, *shelf, ordered])
        for expires_on, lot_id in cursor.fetchall():
            self.lots[expires_on] = OpenLot(lot_id)
            self._own.add(lot_id)


def stage(
    code_import: CodeImport,
    supplier_id: uuid.UUID,
    batches: Iterable[Sequence[Row]],
    now: dt.datetime,
    between: Callable[[], None] = lambda: None,
    closed: bool = False,
) -> Staging:
    """Put batches of rows, sealed, into lots without buckets. In a file the first of equal codes wins.

    Args:
        code_import: whose codes they are.
        supplier_id: who sent them.
        batches: the rows; they are drawn while the connection is busy, so drawing must not use it.
        now: when.
        between: called once a stretch of batches was read, when the connection is free.
        closed: they stay off the shelf until they were looked up in the register of prints.
    """
    ahead, staging = _Ahead(batches), Staging(code_import, supplier_id, now, closed=closed)
    with connection.cursor() as cursor:
        cursor.execute(PROBES)
        while (printed := ahead.take()) is not None:
            between()
            staging.take(cursor, printed, ahead)
        cursor.execute(NO_PROBES)
    return staging


def store_staged(code_import: CodeImport, supplier_id: uuid.UUID, staging: Staging) -> Stored:
    """Lay the staged codes out, on the shelf unless they are closed."""
    lots, sell_by, first, past, followers = [], [], [], [], []
    filled = {expires_on: lot for expires_on, lot in staging.lots.items() if lot.size}
    for expires_on, lot in filled.items():
        count = bucket_count(lot.size)
        edges = [1 + lot.size * number // count for number in range(count + 1)]
        for number, (start, end) in enumerate(itertools.pairwise(edges), 1):
            lots.append(lot.id)
            sell_by.append(expires_on or NO_EXPIRY)
            first.append(start)
            past.append(end)
            followers.append(count - number)
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [[lot.id for lot in filled.values()], [lot.size for lot in filled.values()]])
        cursor.execute(EMPTY, [code_import.id])
        fields: list[Any] = [lots, sell_by, first, past, followers]
        facts: list[Any] = [code_import.sku_id, supplier_id, code_import.unit_cost, not staging.closed]
        cursor.execute(BUCKETS, [*facts, *fields])
    return Stored(sum(lot.size for lot in filled.values()), staging.in_file, staging.in_stock)
