from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport
from tenants.inventory.services.end_import import end_import
from tenants.inventory.services.note_waiting import WAITING
from tenants.inventory.uploads import delete_upload

LATER = dt.timedelta(minutes=5)


def give_up_import(*, import_id: uuid.UUID, now: dt.datetime) -> None:
    """The last attempt failed: say so, instead of showing progress for ever. Nothing of it is in stock.

    Codes that are stored and could not be looked up are not given up, nor is an import that waits for the rules: it is tried again,
    and until then nothing of it is for sale.
    """
    code_import = CodeImport.objects.filter(pk=import_id).first()
    if code_import is None:
        return
    if code_import.state == ImportState.SCREENING or _waits(code_import):
        payload = {"import_id": str(import_id)}
        key = f"import:{import_id}:{now.timestamp():.0f}"
        enqueue_job(JobName.RUN_IMPORT, key=key, payload=payload, now=now, delay=LATER)
        return
    if end_import(code_import=code_import, state=ImportState.REJECTED, failure="given_up", now=now):
        delete_upload(code_import.upload)


def _waits(code_import: CodeImport) -> bool:
    return code_import.state == ImportState.VALIDATING and code_import.failure == WAITING
