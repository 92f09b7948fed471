from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import NamedTuple

from platform_core.kernel.errors import RecordNotFound
from tenants.inventory.uploads import open_sealed
from tenants.reporting.enums import ExportState
from tenants.reporting.errors import ExportExpired
from tenants.reporting.models import Export, ExportDownload
from tenants.reporting.selectors import get_export
from tenants.reporting.vault import room_of


class Download(NamedTuple):
    """A file on its way out."""

    export: Export
    content: io.BufferedReader


def open_download(
    *, export_id: uuid.UUID, ip: str | None, now: dt.datetime, user_id: uuid.UUID | None = None
) -> Download:
    """Open the file of an export for somebody who has its link, or for who asked for it; that is written down first.

    Args:
        user_id: who asked for it in the back office, and fetches it now; None: it is one of an API key.

    Raises:
        RecordNotFound
        ExportExpired: its time is over, or it was revoked.
    """
    export = get_export(export_id, user_id)
    if export.state != ExportState.COMPLETED or export.expires_at is None or export.expires_at <= now:
        raise ExportExpired
    try:
        content = open_sealed(room_of(export), export.file)
    except RecordNotFound as error:  # revoked just now
        raise ExportExpired from error
    ExportDownload.objects.create(export=export, ip=ip, at=now)
    return Download(export, content)
