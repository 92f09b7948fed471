from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.inventory.enums import ImportState
from tenants.inventory.errors import ImportNotCancelable
from tenants.inventory.models import CodeImport
from tenants.inventory.selectors import get_import
from tenants.inventory.uploads import delete_upload

RUNNING = (ImportState.VALIDATING, ImportState.SCREENING)


def cancel_import(*, import_id: uuid.UUID, now: dt.datetime) -> CodeImport:
    """Stop an import that waits or runs; nothing of it is in stock afterwards.

    A running one notices at its next batch; until then its state stays as it is.

    Raises:
        RecordNotFound; ImportNotCancelable: it is already over.
    """
    get_import(import_id)
    with transaction.atomic():
        waiting = CodeImport.objects.filter(pk=import_id, state=ImportState.UPLOADED).update(
            state=ImportState.CANCELED, cancel_requested=True, finished_at=now
        )
        running = 0
        if not waiting:
            going = CodeImport.objects.filter(pk=import_id, state__in=RUNNING)
            running = going.update(cancel_requested=True)
        if not waiting and not running:
            raise ImportNotCancelable
    fresh = get_import(import_id)
    if waiting:
        delete_upload(fresh.upload)
    return fresh
