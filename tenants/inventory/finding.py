"""Finding stored codes: by id, by what they say, by whose they are. What they say stays sealed; ``display_of`` masks it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from platform_core.kernel.ids import public_id
from platform_core.kernel.masking import mask
from platform_core.tenancy.context import current_tenant
from tenants.inventory.generating import read_code
from tenants.inventory.opening import IssuedCode, code_uuid, place_of
from tenants.inventory.sealing import keyring

# All answer rows as the type ``stored_code`` of the database.
AT = "SELECT * FROM codes_at(%s, %s)"
NAMED = "SELECT * FROM codes_named(%s)"
SAYING = "SELECT * FROM codes_saying(%s)"
WITH_SERIAL = """
SELECT * FROM codes_named(ARRAY(SELECT id FROM inventory_generatedcode WHERE serial = %s ORDER BY id DESC LIMIT %s))
"""
OF_LINES = """
SELECT lot_id, position, shared_id, sku_id, NULL, (%s::uuid[])[line], CASE WHEN lot_id IS NULL AND EXISTS (
    SELECT 1 FROM inventory_sharedcode s WHERE s.id = shared_id) THEN 'shared' ELSE 'issued' END,
    (SELECT serial FROM inventory_generatedcode g WHERE g.id = shared_id), expires_on, fingerprint, sealed
FROM issued_codes(%s, %s, %s)
"""
OF_IMPORT = """
WITH page AS (
    SELECT c.lot_id, c.position FROM inventory_lot l CROSS JOIN LATERAL (
        SELECT k.lot_id, k.position FROM inventory_cardcode k
        WHERE k.lot_id = l.id AND (k.lot_id, k.position) > (%s, %s) ORDER BY k.lot_id, k.position LIMIT %s
    ) c WHERE l.code_import_id = %s AND l.id >= %s ORDER BY 1, 2 LIMIT %s
)
SELECT c.* FROM (
    SELECT array_agg(lot_id ORDER BY lot_id, position) AS lots, array_agg(position ORDER BY lot_id, position) AS places
    FROM page
) p CROSS JOIN LATERAL codes_at(p.lots, p.places) c
"""
SHARED_OF_IMPORT = """
SELECT * FROM codes_named(
    ARRAY(SELECT id FROM inventory_sharedcode WHERE code_import_id = %s AND id > %s ORDER BY id LIMIT %s)
) ORDER BY id
"""


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


def find_code_saying(code: str, serial: str | None) -> StoredCode | None:
    """The code that somebody shows, or None. The same work whether it is there or not."""
    for found in _fetch(SAYING, [fingerprints_of(code, serial)]):
        if serial is None or found.serial in {None, serial}:
            return found
    return None


def find_code(code_id: uuid.UUID) -> StoredCode | None:
    """The code with this id, or None."""
    return next(iter(list_codes([code_id])), None)


def list_codes(code_ids: Sequence[uuid.UUID]) -> list[StoredCode]:
    """Codes by their ids, in this order; what is not there is left out."""
    places = {code_id: place_of(current_tenant().id, code_id) for code_id in code_ids}
    in_lots = [place for place in places.values() if place]
    found = _fetch(AT, [[lot for lot, _ in in_lots], [position for _, position in in_lots]]) if in_lots else []
    rest = [code_id for code_id, place in places.items() if place is None]
    by_id = {code.id: code for code in [*found, *(_fetch(NAMED, [rest]) if rest else [])]}
    return [by_id[code_id] for code_id in code_ids if code_id in by_id]


def list_codes_with_serial(serial: str, limit: int) -> list[StoredCode]:
    """Generated codes with this serial number, newest first; almost surely one."""
    return _fetch(WITH_SERIAL, [serial, limit])


def list_codes_of_lines(line_ids: Sequence[uuid.UUID], offset: int, limit: int) -> list[StoredCode]:
    """Codes of issue lines, in issue order."""
    ids = list(line_ids)
    return _fetch(OF_LINES, [ids, ids, offset, limit])


def list_codes_of_import(import_id: uuid.UUID, after: uuid.UUID | None, limit: int) -> list[StoredCode]:
    """Codes of an import in its own order, behind the code ``after``; the shared ones last."""
    place = place_of(current_tenant().id, after) if after else (0, 0)
    found: list[StoredCode] = []
    if place is not None:
        lot, position = place
        found = _fetch(OF_IMPORT, [lot, position, limit, import_id, lot, limit])
    if len(found) < limit:
        last = after if after and place is None else uuid.UUID(int=0)
        found += _fetch(SHARED_OF_IMPORT, [import_id, last, limit - len(found)])
    return found


def display_of(code: StoredCode) -> str:
    """The end of what it says, e.g. ``****-E304``."""
    return mask(keyring().open(code.sku_id.bytes, code.fingerprint, code.sealed).secret)


def open_stored(code: StoredCode) -> IssuedCode:
    """What an issued code says. The look at it has been written down before."""
    assert code.owner_id is not None
    opened = keyring().open(code.sku_id.bytes, code.fingerprint, code.sealed)
    return IssuedCode(public_id("code", code.id), code.owner_id, code.sku_id, opened, code.expires_on)


def _fetch(statement: str, values: list[Any]) -> list[StoredCode]:
    tenant_id = current_tenant().id
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        StoredCode._make(
            [identifier or code_uuid(tenant_id, lot, position), lot, position, *facts, bytes(print_), bytes(sealed)]
        )
        for lot, position, identifier, *facts, print_, sealed in rows
    ]
