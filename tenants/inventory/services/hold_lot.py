from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.errors import BatchStateInvalid
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Lot, ReturnedRange
from tenants.inventory.services.release_reservations import release_reservations

# In primary-key order, like a claim; whoever takes from them at this moment is waited for.
CLOSE = """
WITH shelf AS (
    SELECT id FROM inventory_bucket WHERE lot_id = %s AND next_position < end_position ORDER BY id FOR UPDATE
)
UPDATE inventory_bucket b SET open = false FROM shelf s WHERE b.id = s.id
"""
RESERVING = """
SELECT DISTINCT a.owner_id FROM inventory_lot l JOIN inventory_allocation a ON a.kind = 1
    AND int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
        && int8range((l.id << 32) + 1, (l.id << 32) + l.size + 1)
WHERE l.id = %s
"""
BEFORE = {Shelf.HELD: {Shelf.OPEN}, Shelf.RECALLED: {Shelf.OPEN, Shelf.HELD}}


def hold_lot(*, lot_id: int, shelf: Shelf, release: bool, now: dt.datetime) -> Lot:
    """Take the unsold codes of a batch off the shelf; when this returns none of them is sold any more.

    In three steps that each commit, so that nothing is waited for twice at once; cut off between them it is called again.

    Args:
        shelf: ``HELD`` or ``RECALLED``.
        release: codes that open checkouts hold are taken from them, too; those buyers get others when they pay.

    Raises:
        RecordNotFound; BatchStateInvalid: withdrawn, off the shelf in another way, or not yet on it.
    """
    with transaction.atomic():
        lot = get_lot_locked(lot_id)
        if lot.withdrawn or (lot.shelf != shelf and Shelf(lot.shelf) not in BEFORE[shelf]):
            raise BatchStateInvalid(state=lot.shelf)
        if lot.halt == Halt.SCREENING:  # it is not on the shelf, and will be soon
            raise BatchStateInvalid(state=lot.shelf, halt=lot.halt)
        lot.shelf = shelf
        lot.save(update_fields=["shelf"])
        ReturnedRange.objects.filter(lot_id=lot_id).update(open=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(CLOSE, [lot_id])
    if release:
        with connection.cursor() as cursor:
            cursor.execute(RESERVING, [lot_id])
            reserving = [owner_id for (owner_id,) in cursor.fetchall()]
        if reserving:
            release_reservations(ids=sorted(reserving), now=now)
    return lot
