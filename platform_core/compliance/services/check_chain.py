from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection
from psycopg import sql

from platform_core.compliance.audit_chain import Audited, Link, SealedLog, Start, digest_of, hash_of, named, parts_of
from platform_core.compliance.audit_faults import BACKDATED_BY, FUTURE_BY, UNSEALED_AFTER, Fault
from platform_core.compliance.audit_heads import Head, head_of
from platform_core.compliance.audit_keeping import LEAST

PAGE: Final = 5_000
EVER: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# Of one moment: while the chain is sealed it may be verified.
ENDS = "SELECT coalesce((SELECT max(seq) FROM {links}), 0), h.* FROM (SELECT 1) one LEFT JOIN public.own_audit_head() h ON true"
LINKS = """
SELECT seq, kind, row_id, row_at, digest, hash, sealed_at FROM {links} WHERE seq > %s AND seq <= %s ORDER BY seq LIMIT %s
"""
ROWS = "SELECT r.{key}, r.{at}, {fields} FROM {table} r WHERE r.{key} = ANY(%s)"
NEVER = """
SELECT r.{key} FROM {table} r
WHERE r.{at} >= {since} AND r.{at} < {until}
AND NOT EXISTS (SELECT 1 FROM {links} l WHERE l.kind = {kind} AND l.row_id = r.{key}) LIMIT 100
"""
Marks = dict[int, bytes]


class Walked(NamedTuple):
    """The number and hash of the last link, the noted head of the same moment, the hashes that were asked for, and what is wrong."""

    last: int
    head: Head | None
    seen: Marks
    faults: list[Fault]


def check_chain(
    *,
    log: SealedLog,
    wanted: Sequence[int],
    now: dt.datetime,
    start: Start = Start(),  # noqa: B008 - a value
    since: dt.datetime | None = None,
) -> Walked:
    """Walk a chain from its beginning, a page at a time, and compare every link with the row that it seals; where it stands.

    Args:
        wanted: numbers of links whose hashes heads and anchors are compared with; that of the noted head is among them by itself.
        start: where to begin, by a signed cut or anchor.
        since: look for rows that nothing seals from this moment on only.
    """
    by_kind = {each.kind: each for each in log.audited}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(ENDS).format(links=named(log.links)))
        last, *noted = cursor.fetchone()
        head = head_of((noted[0], noted[1], noted[2], noted[3])) if noted[0] is not None else None
        walk = _Walk(log, start, {*wanted, head.seq if head else 0})
        while page := _page(cursor, log.links, walk.seq, last):
            rows = _rows(cursor, by_kind, [link for link, _ in page])
            for link, sealed_at in page:
                walk.take(link, sealed_at, rows.get((link.kind, link.row_id)))
        for each in log.audited:
            walk.faults += _never_sealed(cursor, log, each, since or EVER, now)
    return Walked(last, head, walk.seen, walk.faults)


class _Walk:
    """One way along a chain, link by link."""

    def __init__(self, log: SealedLog, start: Start, wanted: set[int]) -> None:
        self._log, self._gone, self._wanted = log, start.gone, wanted
        self._least = {each.kind: LEAST[each.kept] for each in log.audited if each.kept in LEAST}
        self.seq, self._before = start.seq, start.hash
        self._latest = EVER
        self._begun: dict[str, dt.datetime] = {}  # of each kind, when it was sealed first
        self.seen: Marks = {self.seq: self._before} if self.seq in wanted else {}
        self.faults: list[Fault] = []

    def take(self, link: Link, sealed_at: dt.datetime, row: tuple[dt.datetime, bytes] | None) -> None:
        """The next link, when it was sealed, and the row that it seals as it is now."""
        if link.seq != self.seq + 1:
            self.faults.append(Fault("link_missing", self._log.chain, f"{self.seq + 1}-{link.seq - 1}"))
        if hash_of(self._before, link, sealed_at) != link.hash:
            self._fault("link_broken", link)
        if row is None:
            if not self._may_be_gone(link, sealed_at):
                self._fault("row_missing", link)
        elif row != (link.row_at, link.digest):
            self._fault("row_changed", link)
        self._check_moment(link, sealed_at)
        self.seq, self._before = link.seq, link.hash
        if self.seq in self._wanted:
            self.seen[self.seq] = self._before

    def _check_moment(self, link: Link, sealed_at: dt.datetime) -> None:
        if self._log.live and link.row_at > sealed_at + FUTURE_BY:
            self._fault("row_future", link)
        begun = self._begun.setdefault(link.kind, sealed_at)
        # What there was before its kind was sealed is older than what others' links seal.
        if link.row_at < self._latest - BACKDATED_BY and sealed_at >= begun + BACKDATED_BY:
            self._fault("row_backdated", link)
        self._latest = max(self._latest, min(link.row_at, sealed_at))

    def _may_be_gone(self, link: Link, sealed_at: dt.datetime) -> bool:
        cuts, least, young = self._gone.get(link.kind, ()), self._least.get(link.kind), max(link.row_at, sealed_at)
        return least is not None and any(link.seq <= seq and young <= at - least for seq, at in cuts)

    def _fault(self, what: str, link: Link) -> None:
        self.faults.append(Fault(what, self._log.chain, str(link.seq), link.kind, str(link.row_id)))


def _page(cursor: Any, links: str, after: int, last: int) -> list[tuple[Link, dt.datetime]]:
    cursor.execute(sql.SQL(LINKS).format(links=named(links)), [after, last, PAGE])
    return [(Link(row[0], row[1], row[2], row[3], bytes(row[4]), bytes(row[5])), row[6]) for row in cursor.fetchall()]


def _rows(
    cursor: Any, by_kind: dict[str, Audited], page: Sequence[Link]
) -> dict[tuple[str, uuid.UUID], tuple[dt.datetime, bytes]]:
    found = {}
    for kind in {link.kind for link in page} & by_kind.keys():
        each = by_kind[kind]
        statement = sql.SQL(ROWS).format(**parts_of(each))
        cursor.execute(statement, [[link.row_id for link in page if link.kind == kind]])
        for row_id, at, *values in cursor.fetchall():
            found[kind, row_id] = (at, digest_of(kind, values))
    return found


def _never_sealed(cursor: Any, log: SealedLog, each: Audited, since: dt.datetime, now: dt.datetime) -> Iterator[Fault]:
    bounds = {"since": sql.Literal(since), "until": sql.Literal(now - UNSEALED_AFTER), "kind": sql.Literal(each.kind)}
    cursor.execute(sql.SQL(NEVER).format(links=named(log.links), **bounds, **parts_of(each)))
    for (row_id,) in cursor.fetchall():
        yield Fault("row_unsealed", log.chain, "", each.kind, str(row_id))
