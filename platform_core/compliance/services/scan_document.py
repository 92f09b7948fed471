from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from django.db import transaction

from platform_core.compliance.enums import FileState
from platform_core.compliance.files.inspecting import Inspection
from platform_core.compliance.files.reading import read_quarantined
from platform_core.compliance.files.store import delete_paper
from platform_core.compliance.locks import get_document_locked
from platform_core.compliance.models import Document
from platform_core.compliance.services.report_reuse import report_reuse
from platform_core.tenancy import directory


def scan_document(*, document_id: uuid.UUID, now: dt.datetime) -> Document | None:
    """Read a paper that lies in quarantine and let it out, drawn anew, or refuse it; on the platform.

    May be killed at any moment and run again: the file's state changes last, in one transaction. What was refused is deleted.

    Returns:
        The paper; None when there is nothing (more) to scan.

    Raises:
        ScannerUnavailable: it stays in quarantine, and the job comes again (fail closed).
        KeyMissing: the merchant's key was destroyed, and its papers with it.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.file_state != FileState.QUARANTINED or document.shredded_at is not None:
        return document
    tenant = directory.find_by_role(document.tenant_role)
    if tenant is None:
        return None
    inspection = read_quarantined(tenant.id, document.stored, bytes(document.sha256), document.filename)
    with transaction.atomic():
        document = get_document_locked(document_id)
        if document.shredded_at is not None:  # taken back meanwhile
            transaction.on_commit(partial(delete_paper, document.stored))
        elif document.file_state == FileState.QUARANTINED:
            _write_down(document, inspection, now)
        return document


def _write_down(document: Document, inspection: Inspection, now: dt.datetime) -> None:
    if inspection.fault is not None:
        document.file_state, document.file_reason = FileState.REFUSED, inspection.fault
        document.save(update_fields=["file_state", "file_reason"])
        transaction.on_commit(partial(delete_paper, document.stored))
        return
    document.file_state, document.media_type = FileState.CLEAN, inspection.media_type
    document.pages, document.phash, document.detail = len(inspection.pages), inspection.phash, inspection.detail
    document.save(update_fields=["file_state", "media_type", "pages", "phash", "detail"])
    report_reuse(document=document, now=now)
