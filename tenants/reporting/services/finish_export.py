from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.catalogue import ExportCompleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import now as clock_now
from platform_core.kernel.ids import public_id
from tenants.inventory.uploads import StoredUpload
from tenants.issuance.services.record_reveal import record_reveal
from tenants.reporting.enums import ExportState
from tenants.reporting.models import Export


def finish_export(*, export: Export, stored: StoredUpload, rows: int, revealed: int, now: dt.datetime) -> bool:
    """Offer the file of an export. Who will see how many codes is committed with that, before one can leave.

    Args:
        now: of its snapshot; what ``expires_at`` is counted from.

    Returns:
        False when it was cancelled, or another worker took it over: the file is nobody's.
    """
    outside = public_id("exp", export.id)
    mine = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING, file=stored.name)
    with transaction.atomic():
        done = mine.update(
            state=ExportState.COMPLETED,
            rows=rows,
            bytes=stored.size,
            sha256=stored.sha256,
            as_of=now,
            finished_at=now,
            expires_at=now + dt.timedelta(seconds=export.kept_seconds),
        )
        if done and revealed:
            record_reveal(
                export_id=export.id,
                issuance_id=export.issuance_id,
                count=revealed,
                actor=export.created_by,
                ip=export.ip,
                now=clock_now(),  # from when on it can be seen: the snapshot may be hours ago
            )
        if done and export.user_id is None:
            event = ExportCompleted(
                id=outside, kind=export.type, format=export.format, reveal=export.reveal, rows=rows, bytes=stored.size
            )
            publish_event(event, object_id=outside, now=now)
    return bool(done)
