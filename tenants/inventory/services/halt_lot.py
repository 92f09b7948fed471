from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Lot
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.record_order import record_order


def halt_lot(*, lot_id: int, reason: str, now: dt.datetime) -> None:
    """Take a batch off the shelf by order of the platform, and what was moved from it to other SKUs; seen in the audit log.

    What was sold stays with its buyers, who can read it. Safe to repeat; cut off anywhere it is called again.

    Args:
        reason: what the merchant reads.
    """
    with transaction.atomic():
        lot = get_lot_locked(lot_id)
        if lot.halt != Halt.ORDER and not lot.withdrawn and lot.shelf != Shelf.VOIDED:
            if not lot.halt:
                lot.halted_from = lot.shelf
            lot.halt, lot.halt_reason = Halt.ORDER, reason
            lot.save(update_fields=["halt", "halt_reason", "halted_from"])
            record_order(act="platform_hold_batch", lot_id=lot_id, reason=reason, now=now)
    if lot.halt == Halt.ORDER and not lot.withdrawn:
        shelf = Shelf.RECALLED if lot.shelf == Shelf.RECALLED else Shelf.HELD
        hold_lot(lot_id=lot_id, shelf=shelf, release=True, now=now)
    for moved in Lot.objects.filter(moved_from=lot_id).order_by("id").values_list("id", flat=True):
        halt_lot(lot_id=moved, reason=reason, now=now)
