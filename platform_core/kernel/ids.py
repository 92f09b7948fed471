"""Ids: a uuid7 in the database, ``prefix_`` + 26 Crockford base32 characters outside. Sortable by time, never secret."""

from __future__ import annotations

import datetime as dt
import secrets
import time
import uuid
from functools import lru_cache

from ulid import base32

from platform_core.kernel.clock import behind
from platform_core.kernel.errors import RecordNotFound

_last = 0
MICROSECOND = dt.timedelta(microseconds=1)


def new_id() -> uuid.UUID:
    """A fresh uuid7 (RFC 9562, method 3: the 12 bits behind the millisecond are its fraction). Those of a thread rise.

    Its time is the clock's. Libraries that tell ids of one millisecond apart by counting it up run ahead of the clock from
    the thousandth id a second on, and a list by time is none any more.
    """
    global _last
    if (
        back := behind()
    ):  # one thread that makes a history: its ids rise with its moments, and those of now are not held up
        ticks = ((time.time_ns() - back // MICROSECOND * 1_000) << 12) // 1_000_000
    else:
        ticks = _last = max((time.time_ns() << 12) // 1_000_000, _last + 1)
    milliseconds, fraction = divmod(ticks, 1 << 12)
    return uuid.UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | secrets.randbits(62))


def first_id_at(moment: dt.datetime) -> uuid.UUID:
    """The smallest id of a moment: ids that are made later are larger, so a list by id is one by time."""
    milliseconds = max(int(moment.timestamp() * 1000), 0)
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))


def write_id(prefix: str, value: bytes) -> str:
    """Write 16 bytes as an id for the outside."""
    return f"{prefix}_{base32.encode(value)}"


@lru_cache(maxsize=1024)  # every code of an answer names its line and its SKU
def public_id(prefix: str, value: uuid.UUID) -> str:
    """Write an id for the outside, e.g. ``iss_01KB…``."""
    return write_id(prefix, value.bytes)


def parse_public_id(prefix: str, text: str) -> uuid.UUID:
    """Read an id from the outside.

    Raises:
        RecordNotFound: when it is not an id of this kind; the caller cannot tell that from an unknown one.
    """
    head, _, body = text.partition("_")
    if head != prefix or len(body) != 26:
        raise RecordNotFound(id=text[:64])
    try:
        return uuid.UUID(bytes=bytes(base32.decode(body.upper())))
    except (ValueError, KeyError, IndexError) as error:
        raise RecordNotFound(id=text[:64]) from error


def read_uuid(text: str) -> uuid.UUID | None:
    """An id of a form or an address; None: it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def moment_of(value: uuid.UUID) -> dt.datetime:
    """When a uuid7 was made, to the millisecond."""
    return dt.datetime.fromtimestamp((value.int >> 80) / 1000, dt.UTC)
