from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.kernel.sealing import SealBroken
from tenants.inventory.sealing import keyring

SLICE = 2_000  # codes of one job: a fraction of a second, whatever waits behind it
UNPRINTED = """
SELECT c.lot_id, c.position, c.number_print IS NULL, l.sku_id, c.fingerprint, c.sealed
FROM inventory_cardcode c JOIN inventory_lot l ON l.id = c.lot_id
WHERE (c.lot_id, c.position) > (%s, %s) ORDER BY c.lot_id, c.position LIMIT %s
"""
PRINT = """
UPDATE inventory_cardcode c SET number_print = p.print
FROM unnest(%s::bigint[], %s::int[], %s::bigint[]) AS p (lot, place, print)
WHERE c.lot_id = p.lot AND c.position = p.place
"""
SHARED = "SELECT id, sku_id, fingerprint, sealed FROM inventory_sharedcode WHERE number_print IS NULL"
PRINT_SHARED = "UPDATE inventory_sharedcode SET number_print = %s WHERE id = %s"


def print_card_numbers(*, run_id: uuid.UUID, lot: int, position: int, now: dt.datetime) -> None:
    """Make codes that were imported before card numbers were printed findable by theirs: the next ones, and a job for the rest.

    Killed at any point it goes on behind the last slice that was committed; codes that have their print are left alone.

    Args:
        run_id: of the whole walk through the store.
        lot, position: the code behind which it goes on; zeros: at the beginning.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if (lot, position) == (0, 0):
            _print_shared()
        cursor.execute(UNPRINTED, [lot, position, SLICE])
        rows, printed = cursor.fetchall(), []
        for code_lot, place, unprinted, sku_id, print_, sealed in rows:
            found = _print_of(sku_id, print_, sealed) if unprinted else None
            if found is not None:
                printed.append((code_lot, place, found))
        if printed:
            cursor.execute(PRINT, [list(column) for column in zip(*printed, strict=True)])
        if len(rows) == SLICE:
            code_lot, place, *_ = rows[-1]
            payload = {"run_id": str(run_id), "lot": code_lot, "position": place}
            enqueue_job(
                JobName.PRINT_CARD_NUMBERS, key=f"numbers:{run_id}:{code_lot}:{place}", payload=payload, now=now
            )


def _print_shared() -> None:
    """Shared codes are few."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED)
        for code_id, sku_id, print_, sealed in cursor.fetchall():
            found = _print_of(sku_id, print_, sealed)
            if found is not None:
                cursor.execute(PRINT_SHARED, [found, code_id])


def _print_of(sku_id: uuid.UUID, print_: bytes, sealed: bytes) -> int | None:
    ring = keyring()
    try:
        number = ring.open(sku_id.bytes, print_, sealed).card_number
    except SealBroken:  # a row that was tampered with must not keep the others from being found
        return None
    return ring.number_print(number) if number else None
