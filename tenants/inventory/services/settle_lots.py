from __future__ import annotations

import uuid

from django.db.models import F

from platform_core.compliance.services.close_screening import close_screening
from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.locks import list_lots_locked
from tenants.inventory.models import Bucket, Lot


def settle_lots(*, import_id: uuid.UUID) -> None:
    """All codes of an import were looked up: what met nothing goes on the shelf, staff hear of the rest. In the caller's transaction."""
    lots = list_lots_locked(import_id)
    for lot in lots:
        close_screening(lot_id=lot.id)
    clean = [lot.id for lot in lots if lot.halt == Halt.SCREENING]
    Lot.objects.filter(pk__in=clean).update(shelf=Shelf.OPEN, halt="")
    Bucket.objects.filter(lot_id__in=clean, next_position__lt=F("end_position")).update(open=True)
