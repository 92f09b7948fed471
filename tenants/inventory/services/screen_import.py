from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.inventory.enums import ImportState
from tenants.inventory.locks import get_import_locked
from tenants.inventory.models import CodeImport, Lot
from tenants.inventory.services.drop_screened import drop_screened
from tenants.inventory.services.finish_import import finish_import
from tenants.inventory.services.screen_codes import screen_codes
from tenants.inventory.services.settle_lots import settle_lots


def screen_import(*, import_id: uuid.UUID, now: dt.datetime) -> None:
    """The second stage of an import: its codes are stored and closed; they are looked up in the register of prints, a slice in each
    transaction, and then those that met nothing go on the shelf. Killed at any point it goes on behind the last slice.

    Raises:
        KeyMissing, DatabaseError: the register cannot be asked; nothing of the import is on the shelf.
    """
    lots = Lot.objects.filter(code_import_id=import_id).order_by("id").values_list("id", flat=True)
    for lot_id in lots:
        while not _is_unwanted(import_id) and screen_codes(lot_id=lot_id):
            pass
    with transaction.atomic():
        code_import = get_import_locked(import_id)
        if code_import.state != ImportState.SCREENING:
            return
        if code_import.cancel_requested:
            drop_screened(code_import=code_import, now=now)
        else:
            settle_lots(import_id=import_id)
            finish_import(code_import=code_import, now=now)


def _is_unwanted(import_id: uuid.UUID) -> bool:
    return CodeImport.objects.filter(pk=import_id, cancel_requested=True).exists()
