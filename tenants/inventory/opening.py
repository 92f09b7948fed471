"""Opening issued codes: rows as ``issued_codes`` in the database gives them, with the ids that the outside sees."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from platform_core.kernel.ids import public_id, write_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.sealing import OpenedCode, keyring

# An issued code as it is kept, the type ``issued_code`` of the database: line, SKU, lot, position, shared code, expiry,
# fingerprint, sealed.
SealedRow = tuple[int, uuid.UUID, int | None, int | None, uuid.UUID | None, dt.date | None, bytes, bytes]


class IssuedCode(NamedTuple):
    """One issued code in the clear, with what a caller may want to know of it."""

    id: str
    line_id: uuid.UUID
    sku_id: uuid.UUID
    opened: OpenedCode
    expires_on: dt.date | None


def open_codes(rows: Iterable[SealedRow], line_ids: Sequence[uuid.UUID]) -> list[IssuedCode]:
    """Open what was read for lines. The look at them has been written down before.

    Args:
        rows: each a ``SealedRow``.
        line_ids: as they were asked for.

    Raises:
        SealBroken: a row was tampered with.
    """
    ring, tenant_id = keyring(), current_tenant().id
    codes = []
    for line, sku_id, lot, position, shared_id, expires_on, print_, sealed in rows:
        if lot is None or position is None:
            identifier = public_id("code", shared_id) if shared_id else ""
        else:
            identifier = _code_id(tenant_id, lot, position)
        opened = ring.open(sku_id.bytes, print_, sealed)
        codes.append(IssuedCode(identifier, line_ids[line - 1], sku_id, opened, expires_on))
    return codes


def _code_id(tenant_id: uuid.UUID, lot: int, position: int) -> str:
    """``code_…``: unique platform-wide, made of tenant, lot and position, so that it needs no column."""
    return _page(tenant_id, lot, position >> 10) + _ENDS[position & 1023]


@lru_cache(maxsize=1024)
def _page(tenant_id: uuid.UUID, lot: int, page: int) -> str:
    """What the ids of 1,024 neighbours have in common: all but the last two characters, which are ten bits."""
    return write_id("code", code_uuid(tenant_id, lot, page << 10).bytes)[:-2]


def code_uuid(tenant_id: uuid.UUID, lot: int, position: int) -> uuid.UUID:
    """The sixteen bytes behind the id of a code of a lot."""
    return uuid.UUID(bytes=_head(tenant_id) + lot.to_bytes(6, "big") + position.to_bytes(4, "big"))


def place_of(tenant_id: uuid.UUID, code_id: uuid.UUID) -> tuple[int, int] | None:
    """Lot and position of a code; None when the id is not of a lot of this tenant."""
    position = int.from_bytes(code_id.bytes[12:], "big")
    if code_id.bytes[:6] != _head(tenant_id) or position >= 1 << 31:
        return None
    return int.from_bytes(code_id.bytes[6:12], "big"), position


@lru_cache(maxsize=1024)
def _head(tenant_id: uuid.UUID) -> bytes:
    return hashlib.blake2b(tenant_id.bytes, digest_size=6).digest()


_ENDS = [write_id("", number.to_bytes(16, "big"))[-2:] for number in range(1024)]
