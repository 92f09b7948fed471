from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from platform_core.compliance.services.begin_code_prints import begin_code_prints
from platform_core.compliance.services.move_code_prints import move_code_prints
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import Shelf
from tenants.inventory.errors import BatchNotMovable, BatchStateInvalid
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Bucket, CardCode, Lot
from tenants.inventory.printing import brand_of
from tenants.inventory.sealing import keyring
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.resume_lot import resume_lot
from tenants.inventory.services.wake_backorders import wake_backorders
from tenants.inventory.staging import NO_EXPIRY, bucket_count

MOST = 50_000
STRETCH = 5_000
# Nobody takes from a held lot, so that nothing is waited for here; single withheld codes stay where they are.
TAKE = """
WITH returned AS (
    DELETE FROM inventory_returnedrange WHERE lot_id = %(lot)s
    RETURNING first_position AS first, first_position + count AS past
), shelf AS (
    SELECT id, next_position AS first, end_position AS past FROM inventory_bucket
    WHERE lot_id = %(lot)s AND next_position < end_position ORDER BY id FOR UPDATE
), emptied AS (
    UPDATE inventory_bucket b SET end_position = s.first FROM shelf s WHERE b.id = s.id
)
DELETE FROM inventory_cardcode c
USING (SELECT first, past FROM returned UNION ALL SELECT first, past FROM shelf) u
WHERE c.lot_id = %(lot)s AND c.position >= u.first AND c.position < u.past AND NOT EXISTS (
    SELECT 1 FROM inventory_withheldcode w WHERE w.lot_id = c.lot_id AND w.position = c.position
)
RETURNING c.position, c.fingerprint, c.sealed, c.number_print
"""


class _Taken(NamedTuple):
    position: int
    fingerprint: bytes
    sealed: bytes
    number_print: int | None


def move_lot(*, lot_id: int, sku_id: uuid.UUID, now: dt.datetime) -> Lot:
    """Give the unsold codes of a batch to another SKU of the same worth (转移).

    A code is sealed with the SKU that it is of: each is opened and sealed anew, at a place in a new lot of the same import, and
    gone from the old one, in one transaction. What is sold, held by a checkout, or withheld one by one stays. The cost moves along.

    Returns:
        The new lot.

    Raises:
        RecordNotFound; BatchStateInvalid: the batch is withdrawn, recalled or written off, or the platform keeps it off the shelf.
        BatchNotMovable: the SKU is the same or worth something else, or there are none, or more than ``MOST``.
    """
    with transaction.atomic():
        lot = get_lot_locked(lot_id)
        before = lot.shelf
    if lot.withdrawn or before not in {Shelf.OPEN, Shelf.HELD}:
        raise BatchStateInvalid(state=before)
    if lot.halt:
        raise BatchStateInvalid(state=before, halt=lot.halt)
    _check(Sku.objects.get(pk=lot.sku_id), Sku.objects.get(pk=sku_id))
    hold_lot(lot_id=lot_id, shelf=Shelf.HELD, release=False, now=now)
    try:
        with transaction.atomic():
            made = _move(lot_id, sku_id, now)
    finally:
        if before == Shelf.OPEN:
            resume_lot(lot_id=lot_id, now=now)
    return made


def _check(own: Sku, other: Sku) -> None:
    if own.id == other.id:
        raise BatchNotMovable(reason="same")
    if other.code_mode != CodeMode.SINGLE:
        raise BatchNotMovable(reason="generated")
    terms = ("currency", "face_value", "redemption", "units", "needs_activation")
    if any(getattr(own, name) != getattr(other, name) for name in terms):
        raise BatchNotMovable(reason="terms")


def _move(lot_id: int, sku_id: uuid.UUID, now: dt.datetime) -> Lot:
    lot = get_lot_locked(lot_id)
    if lot.withdrawn or lot.shelf != Shelf.HELD or lot.halt:
        raise BatchStateInvalid(state=lot.shelf)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(TAKE, {"lot": lot_id})
        taken = sorted(_Taken(row[0], bytes(row[1]), bytes(row[2]), row[3]) for row in cursor.fetchall())
    if not 0 < len(taken) <= MOST:
        raise BatchNotMovable(reason="too_many" if taken else "empty")
    made = Lot.objects.create(
        code_import_id=lot.code_import_id,
        sku_id=sku_id,
        supplier_id=lot.supplier_id,
        expires_on=lot.expires_on,
        size=len(taken),
        unit_cost=lot.unit_cost,
        moved_from=lot.id,
        screened=len(taken) if lot.screened == lot.size else 0,
        created_at=now,
    )
    said: list[tuple[int, str, str]] = []
    codes = _sealed_anew(taken, lot.sku_id, made, said)
    while stretch := list(itertools.islice(codes, STRETCH)):
        CardCode.objects.bulk_create(stretch)
    if current_tenant().livemode:
        for signer in begin_code_prints():
            printed = signer.print_codes(said, brand_of(lot.sku_id))
            move_code_prints(from_lot=lot.id, to_lot=made.id, printed=printed)
    Bucket.objects.bulk_create(_buckets(made))
    Lot.objects.filter(pk=lot.id).update(moved=lot.moved + len(taken))
    wake_backorders(sku_ids=[sku_id], reason=f"move:{made.id}", now=now)
    return made


def _sealed_anew(
    taken: list[_Taken], sku_id: uuid.UUID, made: Lot, said: list[tuple[int, str, str]]
) -> Iterator[CardCode]:
    ring, old, new = keyring(), sku_id.bytes, made.sku_id.bytes
    for position, code in enumerate(taken, 1):
        opened = ring.open(old, code.fingerprint, code.sealed)
        said.append((position, opened.card_number, opened.secret))
        sealed = ring.seal_under(code.fingerprint, new, opened.card_number, opened.secret)
        yield CardCode(
            lot_id=made.id,
            position=position,
            fingerprint=code.fingerprint,
            sealed=sealed,
            number_print=code.number_print,
        )


def _buckets(lot: Lot) -> list[Bucket]:
    count = bucket_count(lot.size)
    edges = [1 + lot.size * number // count for number in range(count + 1)]
    return [
        Bucket(
            lot_id=lot.id,
            sku_id=lot.sku_id,
            supplier_id=lot.supplier_id,
            sell_by=lot.expires_on or NO_EXPIRY,
            unit_cost=lot.unit_cost,
            next_position=first,
            end_position=past,
            followers=count - number,
        )
        for number, (first, past) in enumerate(itertools.pairwise(edges), 1)
    ]
