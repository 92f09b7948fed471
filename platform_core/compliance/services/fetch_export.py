from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.export_enums import ExportAct, ExportState
from platform_core.compliance.export_pack import path_of
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import AuthorityExport, ExportStep


def fetch_export(*, export_id: uuid.UUID, actor: Actor, now: dt.datetime) -> AuthorityExport:
    """Write down that somebody takes the file; it is sent after that. Only who asked or who approved may.

    Raises:
        RecordNotFound
        ReportRefused: it is not theirs, not made yet, or gone.
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if actor.id not in {str(export.asked_by), str(export.decided_by)}:
            raise ReportRefused(reason="not_yours")
        if export.state not in {ExportState.BUILT, ExportState.DOWNLOADED}:
            raise ReportRefused(reason="no_file")
        if export.expires_at is None or export.expires_at <= now or not path_of(export.id).is_file():
            raise ReportRefused(reason="gone")
        export.state = ExportState.DOWNLOADED
        export.save(update_fields=["state"])
        ExportStep.objects.create(export=export, act=ExportAct.DOWNLOAD, email=actor.email, at=now)
    return export
