from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.job_progress import tell_to_stop
from tenants.reporting.enums import ExportState
from tenants.reporting.errors import ExportNotCancelable
from tenants.reporting.locks import get_export_locked
from tenants.reporting.services.shred_export import shred_export


def cancel_export(*, export_id: uuid.UUID, now: dt.datetime) -> None:
    """Stop an export that waits or is being written; there is no file of it afterwards.

    Raises:
        RecordNotFound; ExportNotCancelable: it is over already.
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state not in {ExportState.QUEUED, ExportState.RUNNING}:
            raise ExportNotCancelable
        shred_export(export=export, state=ExportState.CANCELED, now=now)
    tell_to_stop(export_id)
