from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import FileState
from platform_core.compliance.files.store import delete_paper, names_of_day
from platform_core.compliance.models import Document, ExportLetter
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName

PATIENCE = dt.timedelta(minutes=30)
BACK = 3  # days that are gone through for files without a paper


def tend_quarantine(*, now: dt.datetime) -> int:
    """Have papers and letters scanned again that wait (the scanner was away), and delete files that belong to none; on the platform.

    Returns:
        How many papers are scanned again.
    """
    waiting = Document.objects.filter(
        file_state=FileState.QUARANTINED, shredded_at=None, uploaded_at__lt=now - PATIENCE
    )
    ids = list(waiting.order_by("uploaded_at").values_list("pk", flat=True)[:500])
    for pk in ids:
        key = f"scan:{pk}:{now:%Y%m%d%H}"
        enqueue_job(JobName.SCAN_DOCUMENT, key=key, payload={"document_id": str(pk)}, now=now)
    letters = ExportLetter.objects.filter(file_state=FileState.QUARANTINED, uploaded_at__lt=now - PATIENCE)
    for pk in letters.values_list("pk", flat=True):
        key = f"scan:{pk}:{now:%Y%m%d%H}"
        enqueue_job(JobName.SCAN_LETTER, key=key, payload={"letter_id": str(pk)}, now=now)
    for back in range(1, BACK + 1):
        names = names_of_day(now.date() - dt.timedelta(days=back))
        kept = set(Document.objects.filter(stored__in=names, shredded_at=None).values_list("stored", flat=True))
        kept |= set(
            ExportLetter.objects.filter(stored__in=names)
            .exclude(file_state=FileState.REFUSED)
            .values_list("stored", flat=True)
        )
        for name in names:
            if name not in kept:
                delete_paper(name)
    return len(ids)
