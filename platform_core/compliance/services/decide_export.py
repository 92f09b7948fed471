from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import transaction

from platform_core.compliance.enums import FileState
from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.export_enums import ExportAct, ExportScope, ExportState
from platform_core.compliance.export_selectors import find_letter, find_pages_seen
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import AuthorityExport, ExportStep
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.jobs import JobName
from platform_core.kernel.sealing import seal_json

PURPOSE = "authority-export"


def decide_export(*, export_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime) -> str:
    """Another lead approves that an authority is given what it asks for, or refuses it with a reason; approved, a job makes the file.

    Returns:
        The password of the file, to be shown this once: until the file is made it is kept sealed, after that nowhere. Empty: refused.

    Raises:
        RecordNotFound
        ReportRefused: it is the same person, was decided, is refused without a reason, or the letter was not opened, page by page, by
            whoever approves.
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state != ExportState.REQUESTED:
            raise ReportRefused(reason="over")
        if str(export.asked_by) == actor.id:
            raise ReportRefused(reason="same_person")
        if not agree and not answer.strip():
            raise ReportRefused(reason="answer")
        if agree and (missing := _unseen(export, actor)):
            raise ReportRefused(reason=missing)
        export.decided_by, export.decided_email, export.decided_at = uuid.UUID(actor.id), actor.email, now
        export.answer = answer.strip()[:1000]
        password = secrets.token_urlsafe(18) if agree else ""
        if agree:
            export.sealed = seal_json(platform_owner(), PURPOSE, export.id, password)
            enqueue_job(JobName.BUILD_EXPORT, key=f"export/{export.id}", payload={"export_id": str(export.id)}, now=now)
        export.state = ExportState.APPROVED if agree else ExportState.REFUSED
        export.save()
        act = ExportAct.APPROVE if agree else ExportAct.REFUSE
        ExportStep.objects.create(export=export, act=act, email=actor.email, note=export.answer, at=now)
    return password


def _unseen(export: AuthorityExport, actor: Actor) -> str:
    """Why this person has not read what they approve; the database asks the same (``sql/exports.sql``)."""
    if export.scope == ExportScope.TAX:
        return ""
    letter = find_letter(export.id)
    if letter is None or letter.file_state == FileState.REFUSED:
        return "letter"
    if letter.file_state == FileState.QUARANTINED:
        return "letter_waits"
    return "" if find_pages_seen(letter, actor.id) == letter.pages else "letter_unseen"
