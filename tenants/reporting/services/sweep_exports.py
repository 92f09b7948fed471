from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.inventory.uploads import list_old_files
from tenants.reporting.enums import ExportState
from tenants.reporting.locks import get_export_locked
from tenants.reporting.models import Export
from tenants.reporting.services.shred_export import shred_export
from tenants.reporting.vault import delete_file, export_folder

# A living worker writes to its file more often than that.
ABANDONED = dt.timedelta(hours=1)
ALIVE = (ExportState.QUEUED, ExportState.RUNNING, ExportState.COMPLETED)


def sweep_exports(*, now: dt.datetime) -> int:
    """Shred exports whose time is over, and delete what killed workers left behind.

    Returns:
        How many exports expired.
    """
    due = Export.objects.filter(state=ExportState.COMPLETED, expires_at__lte=now).values_list("id", flat=True)
    expired = 0
    for export_id in list(due):
        with transaction.atomic():
            export = get_export_locked(export_id)
            if export.state == ExportState.COMPLETED:
                shred_export(export=export, state=ExportState.EXPIRED, now=now)
                expired += 1
    old = list_old_files(export_folder(), before=now - ABANDONED)
    if old:
        kept = set(Export.objects.filter(state__in=ALIVE, file__in=old).values_list("file", flat=True))
        for name in old:
            if name not in kept:
                delete_file(name)
    return expired
