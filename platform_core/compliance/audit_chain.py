"""The chain that shows tampering with the audit log: what is hashed, and how. docs/audit.md says the same to an auditor.

A link seals one row: ``digest`` is SHA-256 of the row's fields in a fixed order, ``hash`` is SHA-256 of the hash before it, its number,
the kind, id and moment of the row, when it was sealed, and the digest. Columns that a table gains later are a new version of its kind;
old links keep theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, Final, NamedTuple

import orjson
from psycopg import sql

GENESIS: Final = bytes(32)
PLATFORM_CHAIN: Final = "platform"
DOMAIN: Final = b"kaquan-audit/1"


class Keeping(StrEnum):
    """How long rows are kept; audit_keeping.py has the times. ``ALWAYS``: what stands is rebuilt from them."""

    LOG = "log"
    RECORD = "record"
    ALWAYS = "always"


class Audited(NamedTuple):
    """A table whose rows are sealed. ``kind`` ends with its version; ``moments``: those of ``columns`` that are timestamps.

    ``held_by``: table and column of rows that name a row of this one; until they are gone it stays.
    """

    kind: str
    table: str
    key: str
    at: str
    columns: tuple[str, ...]
    moments: frozenset[str]
    kept: Keeping
    held_by: tuple[str, str] | None = None


class SealedLog(NamedTuple):
    """A log with its chain: its name for people, the table of links, what is sealed, and the way to where it stands.

    ``live``: it is no test shop's, whose clock is moved.
    """

    chain: str
    name: str
    links: str
    audited: tuple[Audited, ...]
    inside: Callable[[], AbstractContextManager[Any]]
    live: bool = True


class Start(NamedTuple):
    """Where verification begins: behind which link, what its hash is; and of which kinds rows may be gone up to which link, since when."""

    seq: int = 0
    hash: bytes = GENESIS
    gone: Mapping[str, tuple[tuple[int, dt.datetime], ...]] = {}


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
    """Table, key, moment and fields for a statement; fields are text, whatever the session: moments as microseconds since 1970."""
    moment = sql.SQL("(extract(epoch FROM r.{}) * 1000000)::bigint::text")
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
    """SHA-256 over the kind and the fields of a row, as JSON; each is text as PostgreSQL writes it, moments as microseconds since 1970."""
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


def cut_at(at: dt.datetime, gone: Mapping[str, int], by: str) -> str:
    """The moment of a cut as it is signed: with up to which link rows of which kind may be gone, and who did it."""
    return "\0".join((moment_of(at), orjson.dumps(gone, option=orjson.OPT_SORT_KEYS).decode(), by))
