from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from platform_core.compliance.audit_chain import SealedLog, Start, cut_at, message_of, named
from platform_core.compliance.audit_keeping import edge_of
from platform_core.compliance.audit_notary import Notary
from platform_core.compliance.audit_signing import sign
from platform_core.compliance.models import AuditCut
from platform_core.tenancy.context import platform_context

AT_ONCE: Final = 20_000
NEXT = "SELECT seq, kind, row_at, sealed_at FROM {links} WHERE seq > %s ORDER BY seq LIMIT %s"
HELD = "SELECT min(l.seq) FROM {links} l JOIN {table} r ON r.{key} = l.row_id WHERE l.kind = %s AND l.seq <= %s"
BEFORE_LAST = (
    "SELECT seq, hash FROM {links} WHERE seq <= least(%s, (SELECT max(seq) FROM {links}) - 1) ORDER BY seq DESC LIMIT 1"
)


def prune_log(*, log: SealedLog, by: str, now: dt.datetime) -> int:
    """Delete rows of a log that nobody has to keep any longer, and links whose rows are all gone. Call it for a log that was verified.

    A signed record says of each kind up to which link, and from where verification goes on. The record is committed with what it
    says; killed in between, the next call goes on.

    Args:
        by: for the record.
        now: by the clock on the wall.

    Returns:
        How many rows are gone.
    """
    done = 0
    while True:
        with platform_context():
            start = Notary(log.chain).begin()
        before = {kind: max(seq for seq, _ in cuts) for kind, cuts in start.gone.items()}
        with log.inside():
            gone = _find_old(log, before, now)
        if gone == before:
            break
        with platform_context(), transaction.atomic():
            _cut(log, start, gone, by, now)
            done += sum(_delete_rows(log, kind, gone[kind]) for kind in _children_first(log, gone, before))
    with log.inside():
        bottom = _find_bottom(log, before)
    if bottom is not None and bottom[0] > start.seq:
        with platform_context(), transaction.atomic():
            _cut(log, Start(*bottom), before, by, now)
            _run("SELECT public.prune_audit_links(%s, %s)", [log.chain, bottom[0]])
    return done


def _find_old(log: SealedLog, gone: Mapping[str, int], now: dt.datetime) -> dict[str, int]:
    """Of each kind that is not kept for ever, up to which link it may go: as far as all links until there are old enough."""
    edges = {each.kind: edge for each in log.audited if (edge := edge_of(each.kept, now)) is not None}
    new = {kind: gone.get(kind, 0) for kind in edges}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(NEXT).format(links=named(log.links)), [min(new.values(), default=0), AT_ONCE])
        for seq, kind, row_at, sealed_at in cursor.fetchall():
            for each in [
                each for each, edge in edges.items() if sealed_at >= edge or (each == kind and row_at >= edge)
            ]:
                del edges[each]
            new.update((each, max(new[each], seq)) for each in edges)
            if not edges:
                break
    return dict(gone) if all(gone.get(kind, 0) == seq for kind, seq in new.items()) else new


def _children_first(log: SealedLog, gone: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    grown = [each for each in log.audited if gone.get(each.kind, 0) > before.get(each.kind, 0)]
    return [each.kind for each in sorted(grown, key=lambda each: each.held_by is not None)]


def _cut(log: SealedLog, start: Start, gone: Mapping[str, int], by: str, now: dt.datetime) -> None:
    message = message_of("cut", log.chain, start.seq, start.hash, cut_at(now, gone, by))
    AuditCut.objects.create(
        chain=log.chain, at=now, seq=start.seq, hash=start.hash, gone=gone, by=by, signature=sign(message)
    )


def _delete_rows(log: SealedLog, kind: str, seq: int) -> int:
    table = next(each.table for each in log.audited if each.kind == kind)
    return int(_run("SELECT public.prune_audit_rows(%s, %s, %s, %s)", [log.chain, kind, table, seq]))


def _find_bottom(log: SealedLog, gone: Mapping[str, int]) -> tuple[int, bytes] | None:
    """The last link before the first that still seals a row, never the last of all: the chain goes on from that."""
    bottom = min(gone.get(each.kind, 0) for each in log.audited)
    with connection.cursor() as cursor:
        for each in log.audited if bottom else ():
            parts = {"links": named(log.links), "table": named(each.table), "key": sql.Identifier(each.key)}
            cursor.execute(sql.SQL(HELD).format(**parts), [each.kind, bottom])
            held = cursor.fetchone()[0]
            bottom = min(bottom, held - 1) if held else bottom
        if not bottom:
            return None
        cursor.execute(sql.SQL(BEFORE_LAST).format(links=named(log.links)), [bottom])
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def _run(statement: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
