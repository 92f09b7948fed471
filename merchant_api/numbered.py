"""The merchant's own number (``external_id``): the same request again answers what it made, another one is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from merchant_api.idempotency import Fingerprint
from platform_core.kernel.ids import public_id
from tenants.issuance.errors import ExternalIdConflict


class NumberedRow(Protocol):
    """What a request with a number of its own made."""

    id: uuid.UUID
    fingerprint: Any
    request: Any


class Number(NamedTuple):
    """Where to look for it, and what its kind is called outside."""

    prefix: str
    find: Callable[[], NumberedRow | None]


def find_numbered(number: Number, print_: Fingerprint) -> uuid.UUID | None:
    """What the same request made before; None: the number is new.

    Raises:
        ExternalIdConflict: the number came with another request.
    """
    row = number.find()
    if row is None:
        return None
    if bytes(row.fingerprint) == print_.digest:
        return row.id
    raise conflict_of(row, print_, number.prefix)


def conflict_of(row: NumberedRow, print_: Fingerprint, prefix: str) -> ExternalIdConflict:
    """What is told of a number that came with another request: which parameters differ."""
    before: dict[str, Any] = row.request
    keys = sorted(key for key in {*before, *print_.parts} if before.get(key) != print_.parts.get(key))
    # All parameters are the same: the request was made in another version.
    differs = keys or ["Kaquan-Version"]
    return ExternalIdConflict(param="external_id", existing_id=public_id(prefix, row.id), differs=differs)
