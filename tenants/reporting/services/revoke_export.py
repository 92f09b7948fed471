from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.reporting.enums import ExportState
from tenants.reporting.locks import get_export_locked
from tenants.reporting.services.cancel_export import cancel_export
from tenants.reporting.services.shred_export import shred_export


def revoke_export(*, export_id: uuid.UUID, now: dt.datetime) -> None:
    """Take an export back: its link is dead and its file shredded at once; one that is not written yet is cancelled.

    Of one that is over already nothing changes.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state in {ExportState.QUEUED, ExportState.RUNNING}:
            cancel_export(export_id=export_id, now=now)
        elif export.state == ExportState.COMPLETED:
            shred_export(export=export, state=ExportState.REVOKED, now=now)
