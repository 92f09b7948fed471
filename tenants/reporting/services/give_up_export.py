from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import ExportFailed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.reporting.enums import ExportState
from tenants.reporting.locks import get_export_locked
from tenants.reporting.services.shred_export import shred_export


def give_up_export(*, export_id: uuid.UUID, now: dt.datetime) -> None:
    """The last attempt failed: say so, instead of showing progress for ever.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state not in {ExportState.QUEUED, ExportState.RUNNING}:
            return
        export.failure = "given_up"
        shred_export(export=export, state=ExportState.FAILED, now=now)
        if export.user_id is None:
            outside = public_id("exp", export.id)
            event = ExportFailed(id=outside, kind=export.type, reason=export.failure)
            publish_event(event, object_id=outside, now=now)
