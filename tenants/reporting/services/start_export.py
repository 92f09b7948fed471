from __future__ import annotations

import datetime as dt
import os
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.inventory.selectors import get_import
from tenants.issuance.selectors import get_issuance
from tenants.reporting.enums import ExportFormat, ExportState, ExportType
from tenants.reporting.errors import ExportRefused, ExportsWaiting
from tenants.reporting.locks import lock_waiting
from tenants.reporting.models import Export

MOST_WAITING = 5


@dataclass(frozen=True, slots=True)
class WantedSheet:
    """A sheet of the back office: which, what of it, in which language; the name of its file; who asked for it."""

    maker: str
    asked: dict[str, Any]
    name: str
    language: str
    user_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class WantedExport:
    """What is to be listed, and how. ``bom``: CSV for a spreadsheet; ``reveal``: what codes say is in it."""

    type: ExportType
    format: ExportFormat
    kept: dt.timedelta
    reveal: bool = False
    bom: bool = False
    issuance_id: uuid.UUID | None = None
    import_id: uuid.UUID | None = None
    created_from: dt.datetime | None = None
    created_to: dt.datetime | None = None
    sheet: WantedSheet | None = None


def start_export(*, wanted: WantedExport, actor: str, ip: str | None, now: dt.datetime) -> Export:
    """Note an export and have a job write it.

    Raises:
        ExportRefused: the parts of what is wanted do not fit together.
        RecordNotFound: no such issuance or import.
        ExportsWaiting: ``MOST_WAITING`` of the shop's keys, or of its people, are not written yet.
    """
    _check(wanted)
    sheet = wanted.sheet
    with transaction.atomic():
        lock_waiting()
        underway = Export.objects.filter(state__in=[ExportState.QUEUED, ExportState.RUNNING])
        waiting = underway.filter(user_id__isnull=sheet is None).count()
        if waiting >= MOST_WAITING:
            raise ExportsWaiting(waiting=waiting)
        export = Export.objects.create(
            type=wanted.type,
            format=wanted.format,
            reveal=wanted.reveal,
            bom=wanted.bom,
            issuance_id=wanted.issuance_id,
            import_id=wanted.import_id,
            created_from=wanted.created_from,
            created_to=wanted.created_to,
            kept_seconds=int(wanted.kept.total_seconds()),
            salt=os.urandom(32),
            created_by=actor[:80],
            ip=ip,
            created_at=now,
            **_of_sheet(sheet),
        )
        enqueue_job(JobName.RUN_EXPORT, key=f"export:{export.id}", payload={"export_id": str(export.id)}, now=now)
    return export


def _of_sheet(sheet: WantedSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "user_id": sheet.user_id,
        "sheet": sheet.maker,
        "asked": sheet.asked,
        "name": sheet.name,
        "language": sheet.language,
    }


def _check(wanted: WantedExport) -> None:
    period = wanted.created_from is not None or wanted.created_to is not None
    if wanted.type == ExportType.CODES:
        ways = (wanted.issuance_id is not None) + (wanted.import_id is not None) + period
        if ways != 1:
            raise ExportRefused(param="issuance", reason="codes are of one issuance, of one import, or of a period")
    else:
        for name in ("issuance", "import"):
            if getattr(wanted, f"{name}_id") is not None:
                raise ExportRefused(param=name, reason="only codes are exported by it")
    if (wanted.sheet is not None) != (wanted.type == ExportType.SHEET):
        raise ExportRefused(param="type", reason="a sheet is one of the back office")
    if wanted.format == ExportFormat.XLSX and wanted.sheet is None:
        raise ExportRefused(param="format", reason="only sheets are written as XLSX")
    if wanted.reveal and wanted.type != ExportType.CODES:
        raise ExportRefused(param="reveal", reason="only codes can be revealed")
    if wanted.bom and wanted.format != ExportFormat.CSV:
        raise ExportRefused(param="bom", reason="only CSV has one")
    if period and wanted.type == ExportType.STOCK:
        raise ExportRefused(param="created_from", reason="stock is as it is now")
    if wanted.created_from and wanted.created_to and wanted.created_from >= wanted.created_to:
        raise ExportRefused(param="created_to", reason="it has to be later than created_from")
    if wanted.issuance_id is not None:
        get_issuance(wanted.issuance_id)
    if wanted.import_id is not None:
        get_import(wanted.import_id)
