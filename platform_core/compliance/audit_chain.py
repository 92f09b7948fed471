"""The chain that shows tampering with the audit log: what is hashed, and how. docs/audit.md says the same to an auditor.

A link seals one row: ``digest`` is SHA-256 of the row's fields in a fixed order, ``hash`` is SHA-256 of the hash before it, its number,
the kind, id and moment of the row, when it was sealed, and the digest. Columns that a table gains later are a new version of its kind;
old links keep theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson
from psycopg import sql

GENESIS: Final = bytes(32)
PLATFORM_CHAIN: Final = "platform"
DOMAIN: Final = b"kaquan-audit/1"


class Audited(NamedTuple):
    """A table whose rows are sealed. ``kind`` ends with its version; ``moments``: those of ``columns`` that are timestamps."""

    kind: str
    table: str
    key: str
    at: str
    columns: tuple[str, ...]
    moments: frozenset[str]


class Link(NamedTuple):
    """One link as it is stored."""

    seq: int
    kind: str
    row_id: uuid.UUID
    row_at: dt.datetime
    digest: bytes
    hash: bytes


def named(table: str) -> sql.Identifier:
    """A table, with or without its schema, quoted."""
    return sql.Identifier(*table.split("."))


def parts_of(each: Audited) -> dict[str, sql.Composable]:
    """Table, key, moment and fields for a statement; fields are text, whatever the session: moments in UTC, to the microsecond."""
    moment = sql.SQL("to_char(r.{} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')")
    fields = (
        (moment if name in each.moments else sql.SQL("r.{}::text")).format(sql.Identifier(name))
        for name in each.columns
    )
    return {
        "table": named(each.table),
        "key": sql.Identifier(each.key),
        "at": sql.Identifier(each.at),
        "fields": sql.SQL(", ").join(fields),
    }


def digest_of(kind: str, values: Sequence[str | None]) -> bytes:
    """SHA-256 over the kind and the fields of a row, as JSON; each is text as PostgreSQL writes it, moments in UTC to the microsecond."""
    return hashlib.sha256(orjson.dumps([kind, *values])).digest()


def hash_of(before: bytes, link: Link, sealed_at: dt.datetime) -> bytes:
    """The hash of a link upon the hash before it; its own ``hash`` is not looked at."""
    moments = f"{moment_of(link.row_at)}\0{moment_of(sealed_at)}"
    body = f"{link.seq}\0{link.kind}\0{link.row_id.hex}\0{moments}".encode() + b"\0" + link.digest
    return hashlib.sha256(before + body).digest()


def moment_of(at: dt.datetime) -> str:
    """A moment as it is signed: UTC, ISO 8601."""
    return at.astimezone(dt.UTC).isoformat()


def message_of(what: str, chain: str, seq: int, hash_: bytes, at: str) -> bytes:
    """What is signed of a head or an anchor. ``at``: a moment in ISO 8601, or a day."""
    return DOMAIN + b"\0" + "\0".join((what, chain, str(seq), hash_.hex(), at)).encode()
