from __future__ import annotations

import datetime as dt
import heapq
import uuid
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from psycopg import sql

from platform_core.compliance.audit_chain import (
    GENESIS,
    Audited,
    Link,
    digest_of,
    hash_of,
    message_of,
    moment_of,
    named,
    parts_of,
)
from platform_core.compliance.audit_signing import sign

AT_ONCE: Final = 5_000
# A row that commits this long after its own moment is still found by the next look; what is later, by the look of the chore.
LATE: Final = dt.timedelta(minutes=5)
VERY_LATE: Final = dt.timedelta(days=2)
LAST = "SELECT seq, hash, row_at FROM {links} ORDER BY seq DESC LIMIT 1"
UNSEALED = """
SELECT r.{key}, r.{at}, {fields} FROM {table} r
WHERE r.{at} >= %s AND NOT EXISTS (SELECT 1 FROM {links} l WHERE l.kind = %s AND l.row_id = r.{key})
ORDER BY r.{at}, r.{key} LIMIT %s
"""
APPEND = """
INSERT INTO {links} (seq, kind, row_id, row_at, digest, hash, sealed_at)
SELECT *, %s FROM unnest(%s::bigint[], %s::varchar[], %s::uuid[], %s::timestamptz[], %s::bytea[], %s::bytea[])
"""
NOTE_HEAD = "SELECT public.note_audit_head(%s, %s, %s, %s, %s)"
LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('audit:' || %s, 0))"


class Unsealed(NamedTuple):
    """A row that no link seals yet."""

    at: dt.datetime
    row_id: uuid.UUID
    kind: str
    values: tuple[str | None, ...]


def seal_chain(*, chain: str, links: str, audited: Sequence[Audited], now: dt.datetime, thorough: bool = False) -> int:
    """Link what is new to the end of a chain and sign its head, in the current context; who comes second does nothing.

    One transaction: killed at any point nothing is half linked. No row is lost: which rows are linked is asked of the links, not
    remembered, so that a transaction that commits after later ones is found by the next look, as long as it is not ``LATE``; the chore
    looks further back (``thorough``), and the verification at all of them.

    Args:
        links: the table of links.
        audited: what is sealed.

    Returns:
        How many rows were linked.
    """
    linked = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK, [chain])
            if not cursor.fetchone()[0]:
                return linked
            rows = _find_unsealed(cursor, links, audited, thorough)
            if rows:
                _append(cursor, chain, links, rows, now)
        linked += len(rows)
        if len(rows) < AT_ONCE:
            return linked


def _find_unsealed(cursor: Any, links: str, audited: Sequence[Audited], thorough: bool) -> list[Unsealed]:
    cursor.execute(sql.SQL(LAST).format(links=named(links)))
    last = cursor.fetchone()
    since = last[2] - (VERY_LATE if thorough else LATE) if last else dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    found = []
    for each in audited:
        statement = sql.SQL(UNSEALED).format(links=named(links), **parts_of(each))
        cursor.execute(statement, [since, each.kind, AT_ONCE])
        found.append([Unsealed(row[1], row[0], each.kind, row[2:]) for row in cursor.fetchall()])
    return list(heapq.merge(*found))[:AT_ONCE]


def _append(cursor: Any, chain: str, links: str, rows: Sequence[Unsealed], now: dt.datetime) -> None:
    cursor.execute(sql.SQL(LAST).format(links=named(links)))
    last = cursor.fetchone()
    seq, before = (last[0], bytes(last[1])) if last else (0, GENESIS)
    made = []
    for row in rows:
        seq += 1
        digest = digest_of(row.kind, row.values)
        link = Link(seq, row.kind, row.row_id, row.at, digest, b"")
        before = hash_of(before, link, now)
        made.append(link._replace(hash=before))
    columns = [list(column) for column in zip(*made, strict=True)]
    cursor.execute(sql.SQL(APPEND).format(links=named(links)), [now, *columns])
    signature = sign(message_of("head", chain, seq, before, moment_of(now)))
    cursor.execute(NOTE_HEAD, [chain, seq, before, signature, now])
