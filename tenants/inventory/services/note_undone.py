from __future__ import annotations

import datetime as dt

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.inventory.models import CodeImport, Lot


def note_undone(*, code_import: CodeImport, now: dt.datetime) -> None:
    """Have the platform write into its findings that the batches of an import are gone. In the caller's transaction."""
    lots = {str(pk): size for pk, size in Lot.objects.filter(code_import=code_import).values_list("id", "size")}
    if lots:
        key = f"undone:{code_import.id}"
        enqueue_job(JobName.NOTE_UNDONE_LOTS, key=key, payload={"lots": lots}, now=now)
