from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.entitlements.errors import LimitReached, SubscriptionInactive
from platform_core.kernel.errors import DomainError
from platform_core.kernel.job_progress import JobProgress, JobStopped
from tenants.catalog.enums import SheetAct, SheetFailure
from tenants.catalog.models import CatalogSheet
from tenants.catalog.services.apply_sheet import apply_sheet
from tenants.catalog.services.undo_change import undo_change


def run_sheet(*, sheet_id: uuid.UUID, now: dt.datetime) -> None:
    """Do what was asked of an uploaded table, all or nothing. Killed at any point nothing was done, and it is done anew; running it
    again after it is over changes nothing."""
    sheet = CatalogSheet.objects.select_related("change").exclude(running="").filter(pk=sheet_id).first()
    if sheet is None:
        return
    progress, failure = JobProgress(sheet_id), ""
    try:
        with transaction.atomic():
            if sheet.running == SheetAct.APPLY:
                apply_sheet(sheet_id=sheet_id, actor=sheet.running_by, now=now, progress=progress)
            else:
                _undo(sheet, progress, now)
            CatalogSheet.objects.filter(pk=sheet_id).update(running="")
    except JobStopped:
        failure = SheetFailure.STOPPED.value
    except (SubscriptionInactive, LimitReached):
        failure = SheetFailure.PLAN.value
    except DomainError:
        failure = SheetFailure.CHANGED.value
    if failure:
        CatalogSheet.objects.filter(pk=sheet_id).update(running="", failure=failure)
    progress.forget()


def _undo(sheet: CatalogSheet, progress: JobProgress, now: dt.datetime) -> None:
    assert sheet.change_id is not None
    done = undo_change(change_id=sheet.change_id, now=now, progress=progress)
    sheet.result = {**(sheet.result or {}), "restored": done.restored, "kept": done.kept}
    sheet.save(update_fields=["result"])
