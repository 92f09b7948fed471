"""A stored code: where it stands, under which fingerprints it is found, and the end of what it says."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from platform_core.kernel.ids import public_id
from platform_core.kernel.masking import mask
from tenants.inventory.generating import read_code
from tenants.inventory.opening import IssuedCode
from tenants.inventory.sealing import keyring


class StoredCode(NamedTuple):
    """A sealed code and where it stands; ``id`` is what the outside calls it."""

    id: uuid.UUID
    lot_id: int | None
    position: int | None
    sku_id: uuid.UUID
    import_id: uuid.UUID | None
    owner_id: uuid.UUID | None
    place: str
    serial: str | None
    expires_on: dt.date | None
    fingerprint: bytes
    sealed: bytes


def fingerprints_of(code: str, serial: str | None) -> list[bytes]:
    """What a code that somebody shows may be found under: as it was imported, or as one of our own making.

    Args:
        code: what is secret of it.
        serial: its card number, where it has one.
    """
    ring = keyring()
    return [ring.fingerprint(serial or "", code), ring.fingerprint("", read_code(code) or code)]


def display_of(code: StoredCode) -> str:
    """The end of what it says, e.g. ``****-E304``; of one that was shredded nothing."""
    if not code.sealed:
        return mask("")
    return mask(keyring().open(code.sku_id.bytes, code.fingerprint, code.sealed).secret)


def card_number_of(code: StoredCode) -> str:
    """The card number of a code, or nothing."""
    if not code.sealed:
        return ""
    return keyring().open(code.sku_id.bytes, code.fingerprint, code.sealed).card_number


def open_taken(code: StoredCode) -> tuple[str, str]:
    """Card number and secret of a code that nobody can be sold any more. The look at it has been written down before."""
    assert code.place in {"issued", "exported", "voided"}
    opened = keyring().open(code.sku_id.bytes, code.fingerprint, code.sealed)
    return opened.card_number, opened.secret


def open_stored(code: StoredCode) -> IssuedCode:
    """What an issued code says. The look at it has been written down before."""
    assert code.owner_id is not None
    opened = keyring().open(code.sku_id.bytes, code.fingerprint, code.sealed)
    return IssuedCode(public_id("code", code.id), code.owner_id, code.sku_id, opened, code.expires_on)
