from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Bucket, Lot, ReturnedRange
from tenants.inventory.services.record_order import record_order
from tenants.inventory.services.wake_backorders import wake_backorders


def lift_halt(*, lot_id: int, reason: str, now: dt.datetime) -> None:
    """The platform has nothing against a batch any more: it goes back where it was, and what was moved from it; seen in the audit log.

    A batch that its merchant holds or recalled stays so. Safe to repeat.
    """
    with transaction.atomic():
        lot = get_lot_locked(lot_id)
        if lot.halt and lot.halt != Halt.SCREENING:
            back = lot.shelf == Shelf.HELD and lot.halted_from == Shelf.OPEN and not lot.withdrawn
            lot.halt, lot.halt_reason, lot.halted_from = "", "", Shelf.OPEN
            if back:
                lot.shelf = Shelf.OPEN
            lot.save(update_fields=["halt", "halt_reason", "halted_from", "shelf"])
            record_order(act="platform_release_batch", lot_id=lot_id, reason=reason, now=now)
            if back:
                ReturnedRange.objects.filter(lot_id=lot_id).update(open=True)
                Bucket.objects.filter(lot_id=lot_id, next_position__lt=F("end_position")).update(open=True)
                wake_backorders(sku_ids=[lot.sku_id], reason=f"lift:{lot_id}:{now.timestamp()}", now=now)
    for moved in Lot.objects.filter(moved_from=lot_id).order_by("id").values_list("id", flat=True):
        lift_halt(lot_id=moved, reason=reason, now=now)
