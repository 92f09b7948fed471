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
from platform_core.compliance.audit_heads import Head, write_head
from platform_core.compliance.audit_signing import is_signed, sign
from platform_core.compliance.errors import AuditBroken

AT_ONCE: Final = 5_000
# A row that commits this long after its own moment is still found by the next look; what is later, by the look of the chore.
LATE: Final = dt.timedelta(minutes=5)
VERY_LATE: Final = dt.timedelta(days=2)
EVER: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LAST = "SELECT seq, hash, least(row_at, sealed_at) FROM {links} ORDER BY seq DESC LIMIT 1"
BEGUN = "SELECT k FROM unnest(%s::varchar[]) AS k WHERE EXISTS (SELECT 1 FROM {links} l WHERE l.kind = k)"
# The bound is written into the statement: a plan made for any bound reads both tables whole, with a million rows for a second. And
# an asked-for value, unlike NOT EXISTS, cannot become a join of all rows with all links.
UNSEALED = """
SELECT r.{key}, r.{at}, {fields} FROM {table} r
WHERE r.{at} >= {since} AND (SELECT true FROM {links} l WHERE l.kind = {kind} AND l.row_id = r.{key}) IS NULL
ORDER BY r.{at}, r.{key} LIMIT %s
"""
APPEND = """
INSERT INTO {links} (seq, kind, row_id, row_at, digest, hash, sealed_at)
SELECT *, %s FROM unnest(%s::bigint[], %s::varchar[], %s::uuid[], %s::timestamptz[], %s::bytea[], %s::bytea[])
"""
HEAD = "SELECT seq, hash, signature, at FROM public.own_audit_head()"
NOTE_HEAD = "SELECT public.note_audit_head(%s, %s, %s, %s, %s, %s, %s)"
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

    Raises:
        AuditBroken: the end of the chain is not what was signed.
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
    # Not after the sealing: behind a row that bears a moment to come nothing would be found until then.
    since = last[2] - (VERY_LATE if thorough else LATE) if last else EVER
    cursor.execute(sql.SQL(BEGUN).format(links=named(links)), [[each.kind for each in audited]])
    begun = {kind for (kind,) in cursor.fetchall()}
    found = []
    for each in audited:
        # Of a kind that a release began to seal, what there was before is sealed, too.
        bound = sql.Literal(since if each.kind in begun else EVER)
        statement = sql.SQL(UNSEALED).format(
            links=named(links), since=bound, kind=sql.Literal(each.kind), **parts_of(each)
        )
        cursor.execute(statement, [AT_ONCE])
        found.append([Unsealed(row[1], row[0], each.kind, row[2:]) for row in cursor.fetchall()])
    return list(heapq.merge(*found))[:AT_ONCE]


def _append(cursor: Any, chain: str, links: str, rows: Sequence[Unsealed], now: dt.datetime) -> None:
    begun, before = _find_end(cursor, chain, links)
    seq, end, made = begun, before, []
    for row in rows:
        seq += 1
        digest = digest_of(row.kind, row.values)
        link = Link(seq, row.kind, row.row_id, row.at, digest, b"")
        end = hash_of(end, link, now)
        made.append(link._replace(hash=end))
    columns = [list(column) for column in zip(*made, strict=True)]
    cursor.execute(sql.SQL(APPEND).format(links=named(links)), [now, *columns])
    signature = sign(message_of("head", chain, seq, end, moment_of(now)))
    cursor.execute(NOTE_HEAD, [chain, seq, end, signature, now, begun, before])
    noted = Head(seq, end, signature, now)
    # A process that ends before this leaves an older head in the file, which holds as well.
    transaction.on_commit(lambda: write_head(chain, noted), robust=True)


def _find_end(cursor: Any, chain: str, links: str) -> tuple[int, bytes]:
    """The last link, if it is what was signed: a signature upon a chain that somebody cut or remade would make it good.

    Raises:
        AuditBroken: nothing more is sealed until people have looked (docs/runbooks/audit-faults.md).
    """
    cursor.execute(sql.SQL(LAST).format(links=named(links)))
    last = cursor.fetchone()
    cursor.execute(HEAD)
    head = cursor.fetchone()
    if last is None and head is None:
        return 0, GENESIS
    if last is None or head is None or (last[0], bytes(last[1])) != (head[0], bytes(head[1])):
        raise AuditBroken(chain=chain)
    if not is_signed(message_of("head", chain, head[0], bytes(head[1]), moment_of(head[3])), head[2]):
        raise AuditBroken(chain=chain)
    return head[0], bytes(head[1])
