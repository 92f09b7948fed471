from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.export_enums import ExportAct, ExportState
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import ExportStep


def note_export_filed(*, export_id: uuid.UUID, actor: Actor, receipt: str, now: dt.datetime) -> None:
    """Write down that the authority has the file, with what it confirmed that by.

    Raises:
        RecordNotFound
        ReportRefused: nobody fetched the file, it was noted already, or nothing confirms it.
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        taken = export.steps.filter(act=ExportAct.DOWNLOAD).exists()
        if export.state not in {ExportState.DOWNLOADED, ExportState.EXPIRED} or not taken:
            raise ReportRefused(reason="not_fetched")
        if export.filed_at is not None:
            raise ReportRefused(reason="over")
        if not receipt.strip():
            raise ReportRefused(reason="receipt")
        export.filed_at, export.receipt = now, receipt.strip()[:120]
        export.save(update_fields=["filed_at", "receipt"])
        ExportStep.objects.create(export=export, act=ExportAct.FILE, email=actor.email, note=export.receipt, at=now)
