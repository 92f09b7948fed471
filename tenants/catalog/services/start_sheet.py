from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.job_progress import JobProgress
from platform_core.kernel.jobs import JobName
from tenants.catalog.enums import SheetAct
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.locks import find_sheet_locked
from tenants.catalog.models import CatalogSheet


def start_sheet(*, sheet_id: uuid.UUID, act: SheetAct, actor: str, now: dt.datetime) -> CatalogSheet:
    """Have a job apply an uploaded table, or take back what applying it did.

    Raises:
        RecordNotFound: no such table.
        ChangedMeanwhile: it was done already, or a job is at it.
    """
    if CatalogSheet.objects.filter(pk=sheet_id).exclude(running="").exists():
        raise ChangedMeanwhile(version=1)  # without waiting for the lock, which the job holds to its end
    with transaction.atomic():
        sheet = find_sheet_locked(sheet_id)
        if sheet is None:
            raise RecordNotFound(id=str(sheet_id))
        if sheet.running or not _fits(sheet, act):
            raise ChangedMeanwhile(version=1)
        sheet.running, sheet.running_by, sheet.running_at, sheet.failure = act, actor, now, ""
        sheet.save(update_fields=["running", "running_by", "running_at", "failure"])
        JobProgress(sheet_id).forget()
        key = f"sheet:{sheet_id}:{now.timestamp()}"
        enqueue_job(JobName.RUN_SHEET, key=key, payload={"sheet_id": str(sheet_id)}, now=now)
    return sheet


def _fits(sheet: CatalogSheet, act: SheetAct) -> bool:
    if act == SheetAct.APPLY:
        return sheet.applied_at is None
    return sheet.change is not None and sheet.change.undone_at is None
