from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import connection
from psycopg import sql

from platform_core.compliance.audit_chain import GENESIS, Audited, Link, digest_of, hash_of, named, parts_of
from platform_core.compliance.audit_faults import BACKDATED_BY, UNSEALED_AFTER, Fault

PAGE: Final = 5_000
LINKS = """
SELECT seq, kind, row_id, row_at, digest, hash, sealed_at FROM {links} WHERE seq > %s ORDER BY seq LIMIT %s
"""
ROWS = "SELECT r.{key}, r.{at}, {fields} FROM {table} r WHERE r.{key} = ANY(%s)"
NEVER = """
SELECT r.{key} FROM {table} r
WHERE r.{at} < %s AND NOT EXISTS (SELECT 1 FROM {links} l WHERE l.kind = %s AND l.row_id = r.{key}) LIMIT 100
"""
Marks = dict[int, bytes]


def check_chain(
    *, chain: str, links: str, audited: Sequence[Audited], wanted: Marks, now: dt.datetime
) -> tuple[int, bytes, Marks, list[Fault]]:
    """Walk a chain from its beginning, a page at a time, and compare every link with the row that it seals.

    Args:
        wanted: numbers of links whose hashes heads and anchors are compared with.

    Returns:
        How many links there are, the hash of the last, the hashes at the wanted numbers, and what is wrong.
    """
    by_kind = {each.kind: each for each in audited}
    seq, before, latest, seen = 0, GENESIS, dt.datetime(2000, 1, 1, tzinfo=dt.UTC), Marks()
    faults: list[Fault] = []
    with connection.cursor() as cursor:
        while page := _page(cursor, links, seq):
            rows = _rows(cursor, by_kind, [link for link, _ in page])
            for link, sealed_at in page:
                faults += _check(chain, link, sealed_at, seq, before, rows.get((link.kind, link.row_id)))
                if link.row_at < latest - BACKDATED_BY:
                    faults.append(Fault("row_backdated", chain, str(link.seq), link.kind, str(link.row_id)))
                seq, before, latest = link.seq, link.hash, max(latest, link.row_at)
                if seq in wanted:
                    seen[seq] = before
        for each in audited:
            faults += _never_sealed(cursor, chain, links, each, now)
    return seq, before, seen, faults


def _page(cursor: Any, links: str, after: int) -> list[tuple[Link, dt.datetime]]:
    cursor.execute(sql.SQL(LINKS).format(links=named(links)), [after, PAGE])
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


def _check(
    chain: str,
    link: Link,
    sealed_at: dt.datetime,
    before_seq: int,
    before: bytes,
    row: tuple[dt.datetime, bytes] | None,
) -> Iterator[Fault]:
    place, about = str(link.seq), (link.kind, str(link.row_id))
    if link.seq != before_seq + 1:
        yield Fault("link_missing", chain, f"{before_seq + 1}-{link.seq - 1}")
    if hash_of(before, link, sealed_at) != link.hash:
        yield Fault("link_broken", chain, place, *about)
    if row is None:
        yield Fault("row_missing", chain, place, *about)
    elif row != (link.row_at, link.digest):
        yield Fault("row_changed", chain, place, *about)


def _never_sealed(cursor: Any, chain: str, links: str, each: Audited, now: dt.datetime) -> Iterator[Fault]:
    statement = sql.SQL(NEVER).format(links=named(links), **parts_of(each))
    cursor.execute(statement, [now - UNSEALED_AFTER, each.kind])
    for (row_id,) in cursor.fetchall():
        yield Fault("row_unsealed", chain, "", each.kind, str(row_id))
