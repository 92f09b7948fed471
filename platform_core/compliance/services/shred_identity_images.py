from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import DocumentKind
from platform_core.compliance.files.store import delete_paper
from platform_core.compliance.locks import get_document_locked
from platform_core.compliance.models import Document
from platform_core.compliance.retention_selectors import list_due_identity_images

MOST = 500


def shred_identity_images(*, now: dt.datetime) -> int:
    """Delete pictures of identity papers 30 days after they were decided about; on the platform.

    The verdict, the digest of the file and the keyed print of the number stay. A picture goes before its row says so: cut off
    between, it is done again.

    Returns:
        How many.
    """
    due = list_due_identity_images(now).order_by("decided_at").values_list("pk", flat=True)
    return sum(_shred(pk, now) for pk in list(due[:MOST]))


def _shred(document_id: uuid.UUID, now: dt.datetime) -> bool:
    with transaction.atomic():
        paper: Document = get_document_locked(document_id)
        if paper.shredded_at is not None or paper.kind != DocumentKind.IDENTITY:
            return False
        paper.shredded_at, paper.filename, paper.title = now, "", ""
        paper.fields, paper.phash, paper.detail = {}, None, None
        paper.save(update_fields=["shredded_at", "filename", "title", "fields", "phash", "detail"])
        delete_paper(paper.stored)
    return True
