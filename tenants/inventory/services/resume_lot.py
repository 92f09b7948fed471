from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from tenants.inventory.enums import Shelf
from tenants.inventory.errors import BatchStateInvalid
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Bucket, Lot, ReturnedRange
from tenants.inventory.services.wake_backorders import wake_backorders


def resume_lot(*, lot_id: int, now: dt.datetime) -> Lot:
    """Put the unsold codes of a batch that was held or recalled back on the shelf; single ones that are withheld stay so.

    Raises:
        RecordNotFound; BatchStateInvalid: it is neither held nor recalled, or withdrawn; or kept off the shelf by the platform
            (``halt``).
    """
    with transaction.atomic():
        lot = get_lot_locked(lot_id)
        if lot.withdrawn or lot.shelf not in {Shelf.HELD, Shelf.RECALLED}:
            raise BatchStateInvalid(state=lot.shelf)
        if lot.halt:
            raise BatchStateInvalid(state=lot.shelf, halt=lot.halt)
        lot.shelf = Shelf.OPEN
        lot.save(update_fields=["shelf"])
        ReturnedRange.objects.filter(lot_id=lot_id).update(open=True)
        Bucket.objects.filter(lot_id=lot_id, next_position__lt=F("end_position")).update(open=True)
        wake_backorders(sku_ids=[lot.sku_id], reason=f"resume:{lot_id}:{now.timestamp()}", now=now)
    return lot
