from __future__ import annotations

import uuid
from functools import partial

from django.db import transaction

from platform_core.compliance.enums import FileState
from platform_core.compliance.files.reading import read_quarantined
from platform_core.compliance.files.store import delete_paper
from platform_core.compliance.locks import get_letter_locked
from platform_core.compliance.models import ExportLetter
from platform_core.identity.platform_key import platform_owner


def scan_letter(*, letter_id: uuid.UUID) -> None:
    """Read an authority's letter that lies in quarantine and let it out, drawn anew, or refuse it and delete its file.

    May be killed at any moment and run again, like ``scan_document``.

    Raises:
        ScannerUnavailable: it stays in quarantine, and the job comes again (fail closed).
    """
    letter = ExportLetter.objects.filter(pk=letter_id, file_state=FileState.QUARANTINED).first()
    if letter is None:
        return
    inspection = read_quarantined(platform_owner(), letter.stored, bytes(letter.sha256), letter.filename)
    with transaction.atomic():
        letter = get_letter_locked(letter_id)
        if letter.file_state != FileState.QUARANTINED:
            return
        if inspection.fault is not None:
            letter.file_state, letter.file_reason = FileState.REFUSED, inspection.fault
            transaction.on_commit(partial(delete_paper, letter.stored))
        else:
            letter.file_state, letter.media_type = FileState.CLEAN, inspection.media_type
            letter.pages = len(inspection.pages)
        letter.save(update_fields=["file_state", "file_reason", "media_type", "pages"])
