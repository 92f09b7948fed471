from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction

from platform_core.compliance.enums import FileState
from platform_core.compliance.errors import PaperRefused, ReportRefused
from platform_core.compliance.export_enums import ExportAct, ExportScope, ExportState
from platform_core.compliance.files.limits import find_outer_fault
from platform_core.compliance.files.store import ORIGINAL, delete_paper, fresh_name, write_part
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import ExportLetter, ExportStep
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.jobs import JobName


def add_export_letter(
    *, export_id: uuid.UUID, content: bytes, filename: str, actor: Actor, now: dt.datetime
) -> ExportLetter:
    """Put the authority's letter to a request that nobody decided yet. It lies sealed in quarantine until a job has read it.

    Raises:
        RecordNotFound
        PaperRefused: ``reason`` is a ``FileFault``; deeper faults come to light in the job.
        ReportRefused: the request was decided, has a letter already, or is one that no letter asks for (the quarterly tax report).
    """
    if fault := find_outer_fault(content, filename):
        raise PaperRefused(reason=fault)
    stored = fresh_name(now)
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state != ExportState.REQUESTED:
            raise ReportRefused(reason="over")
        there = export.letters.exclude(file_state=FileState.REFUSED).exists()
        if there or export.scope == ExportScope.TAX:
            raise ReportRefused(reason="letter_there")
        letter = ExportLetter(
            export=export, stored=stored, filename=filename[:120], size=len(content), sha256=hashlib.sha256(content).digest(),
            uploaded_by=uuid.UUID(actor.id), uploaded_email=actor.email, uploaded_at=now,
        )  # fmt: skip
        write_part(platform_owner(), stored, ORIGINAL, content)
        try:
            letter.save(force_insert=True)
            ExportStep.objects.create(
                export=export, act=ExportAct.LETTER, email=actor.email, note=letter.filename, at=now
            )
            enqueue_job(JobName.SCAN_LETTER, key=f"scan:{letter.id}", payload={"letter_id": str(letter.id)}, now=now)
        except BaseException:
            delete_paper(stored)
            raise
    return letter
