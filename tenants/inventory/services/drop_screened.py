from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.compliance.services.close_screening import close_screening
from platform_core.compliance.services.release_code_prints import release_code_prints
from tenants.inventory.enums import ImportState
from tenants.inventory.locks import list_lots_locked
from tenants.inventory.models import Bucket, CardCode, CodeImport, Lot
from tenants.inventory.services.note_undone import note_undone


def drop_screened(*, code_import: CodeImport, now: dt.datetime) -> None:
    """A locked import is cancelled while its codes are looked up: none was on the shelf, all go. In the caller's transaction.

    What they met until then is told to the staff all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    lots = list_lots_locked(code_import.id)
    for lot in lots:
        close_screening(lot_id=lot.id)
    release_code_prints(spans=[(lot.id, 1, lot.size + 1) for lot in lots])
    note_undone(code_import=code_import, now=now)
    ids = [lot.id for lot in lots]
    CardCode.objects.filter(lot_id__in=ids).delete()
    Bucket.objects.filter(lot_id__in=ids).delete()
    Lot.objects.filter(pk__in=ids).delete()
    code_import.state = ImportState.CANCELED
    code_import.accepted = 0
    code_import.finished_at = now
    code_import.save(update_fields=["state", "accepted", "finished_at"])
