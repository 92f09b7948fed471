from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from platform_core.compliance.enums import DocumentKind, DocumentState, FileFault, FileState, SupplyState
from platform_core.compliance.errors import PaperRefused, SupplyNotEditable
from platform_core.compliance.files.limits import find_outer_fault
from platform_core.compliance.files.store import ORIGINAL, delete_paper, fresh_name, write_part
from platform_core.compliance.models import Document
from platform_core.compliance.selectors import find_own_paper, get_own_link, list_own_papers
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import current_tenant

TAKING = frozenset({SupplyState.OPEN, SupplyState.NEEDS_INFO, SupplyState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Told:
    """What a merchant says of a paper. ``fields``: what stands in it, see ``Document``."""

    kind: DocumentKind
    title: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    position: int = 0
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def upload_paper(
    *,
    link_id: uuid.UUID | None,
    told: Told,
    content: bytes,
    filename: str,
    user_id: str,
    email: str,
    replaces: uuid.UUID | None = None,
    now: dt.datetime,
) -> Document:
    """A merchant hands in a paper, from within its own shop. It lies sealed in quarantine until a job has read it.

    Args:
        link_id: of which supplier; None: of the merchant itself.
        replaces: the paper that it is to take the place of.

    Raises:
        RecordNotFound: no such supplier or paper of this shop.
        PaperRefused: ``reason`` is a ``FileFault``; deeper faults come to light in the job.
        SupplyNotEditable: what was told of the supplier is with the platform.
    """
    if fault := find_outer_fault(content, filename):
        raise PaperRefused(reason=fault)
    owner, stored = current_tenant(), fresh_name(now)
    with transaction.atomic():
        if link_id is not None and (link := get_own_link(link_id)).state not in TAKING:
            raise SupplyNotEditable(state=link.state)
        if replaces is not None and find_own_paper(replaces) is None:
            raise RecordNotFound(id=str(replaces))
        if _is_there(link_id, told, hashlib.sha256(content).digest()):
            raise PaperRefused(reason=FileFault.TWICE)
        document = _row(link_id, told, stored, content, filename)
        document.uploaded_by, document.uploaded_email, document.uploaded_at = user_id, email, now
        document.replaces_id = replaces
        write_part(owner.id, stored, ORIGINAL, content)
        try:
            document.save(force_insert=True)
            enqueue_job(
                JobName.SCAN_DOCUMENT, key=f"scan:{document.id}", payload={"document_id": str(document.id)}, now=now
            )
        except BaseException:
            delete_paper(stored)
            raise
    return document


def _is_there(link_id: uuid.UUID | None, told: Told, digest: bytes) -> bool:
    papers = list_own_papers(link_id).exclude(file_state=FileState.REFUSED).exclude(state=DocumentState.REJECTED)
    return papers.filter(kind=told.kind, position=told.position, sha256=digest).exists()


def _row(link_id: uuid.UUID | None, told: Told, stored: str, content: bytes, filename: str) -> Document:
    return Document(
        tenant_role=current_tenant().role_name,
        link_id=link_id,
        kind=told.kind,
        title=told.title[:120],
        fields=told.fields,
        position=told.position,
        valid_from=told.valid_from,
        valid_to=told.valid_to,
        stored=stored,
        filename=filename[:120],
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
    )
