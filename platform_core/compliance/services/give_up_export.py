from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.export_enums import ExportAct, ExportState
from platform_core.compliance.export_pack import forget
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import ExportStep


def give_up_export(*, export_id: uuid.UUID, now: dt.datetime) -> None:
    """The file could not be made, however often it was tried: say so, and leave nothing of it.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state != ExportState.APPROVED:
            return
        forget(export.id)
        export.state, export.sealed = ExportState.FAILED, None
        export.save(update_fields=["state", "sealed"])
        ExportStep.objects.create(export=export, act=ExportAct.FAIL, at=now)
