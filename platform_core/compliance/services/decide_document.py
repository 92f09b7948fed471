from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q

from platform_core.compliance.enums import DocumentState, FileState, SupplierAct
from platform_core.compliance.errors import PaperUnviewable, SupplierActRefused
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_document_locked
from platform_core.compliance.models import Document
from platform_core.compliance.services.review_supplier_papers import review_supplier_papers

FROM = {
    True: frozenset({DocumentState.WAITING, DocumentState.REJECTED}),
    False: frozenset({DocumentState.WAITING, DocumentState.ACCEPTED}),
}


def decide_document(*, document_id: uuid.UUID, actor: Actor, accept: bool, note: str, now: dt.datetime) -> Document:
    """Staff take a paper, or do not. A newer one that is taken puts the one before it aside, and the supplier's standing follows.

    Args:
        note: told to the merchant; needed where it is not taken.

    Raises:
        RecordNotFound
        PaperUnviewable: its file is not clean, or gone: nobody can have looked at it.
        SupplierActRefused: decided already, handed in by the same person, or not taken without saying why.
    """
    with transaction.atomic():
        document = get_document_locked(document_id)
        if document.file_state != FileState.CLEAN or document.shredded_at is not None:
            raise PaperUnviewable
        if document.state not in FROM[accept]:
            raise SupplierActRefused(act=SupplierAct.APPROVE, state=document.state, reason="state")
        if actor.id == document.uploaded_by:
            raise SupplierActRefused(act=SupplierAct.APPROVE, state=document.state, reason="own_work")
        if not accept and not note.strip():
            raise SupplierActRefused(act=SupplierAct.APPROVE, state=document.state, reason="reason")
        document.state = DocumentState.ACCEPTED if accept else DocumentState.REJECTED
        document.answer, document.decided_by, document.decided_at = note.strip()[:500], actor.email, now
        document.save(update_fields=["state", "answer", "decided_by", "decided_at"])
        if accept:
            _put_aside(document)
        if document.link and document.link.supplier_id:
            review_supplier_papers(supplier_id=document.link.supplier_id, now=now)
        return document


def _put_aside(document: Document) -> None:
    """The paper that it says it replaces, and accepted ones of the same kind and place that end no later."""
    earlier = Document.objects.filter(
        tenant_role=document.tenant_role, state=DocumentState.ACCEPTED, kind=document.kind
    )
    same_place = Q(link_id=document.link_id, position=document.position, fields__brand=document.fields.get("brand"))
    if "brand" not in document.fields:
        same_place = Q(link_id=document.link_id, position=document.position)
    sooner = same_place & Q(valid_to__isnull=False)
    if document.valid_to is not None:
        sooner &= Q(valid_to__lte=document.valid_to)
    named = Q(pk=document.replaces_id) if document.replaces_id else Q(pk=None)
    earlier.filter(named | sooner).exclude(pk=document.pk).update(state=DocumentState.REPLACED)
