from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.reporting.enums import ExportState
from tenants.reporting.models import Export
from tenants.reporting.vault import path_of


def shred_export(*, export: Export, state: ExportState, now: dt.datetime) -> None:
    """End an export for good: the salt of its keys is erased, its file deleted. In the caller's transaction, export locked.

    The salt goes first: should the machine stop in between, the file that is left opens no more.
    """
    if export.file:
        left = path_of(export.file)
        transaction.on_commit(lambda: left.unlink(missing_ok=True))
    export.file, export.salt = "", b""
    export.state, export.finished_at = state, export.finished_at or now
    export.save(update_fields=["file", "salt", "state", "finished_at", "failure"])
