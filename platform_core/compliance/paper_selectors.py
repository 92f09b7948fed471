from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from platform_core.compliance.documents import DOCUMENT_SETS, list_missing
from platform_core.compliance.enums import DocumentKind, DocumentState, FileState, SupplyCategory, SupplyState
from platform_core.compliance.files.likeness import NEAR, NEAR_IN_DETAIL
from platform_core.compliance.models import (
    Document,
    DocumentLook,
    SupplyLink,
)
from platform_core.kernel.clock import local_date

ZONE = "Asia/Shanghai"  # the law's days are days in China


def find_lapsed_document(supplier_id: uuid.UUID, now: dt.datetime) -> Document | None:
    """An accepted paper whose last day is over, of a kind that its link's goods take, and that no other covers."""
    return _find_uncovered(supplier_id, local_date(now, ZONE))


NEEDED = (
    "category", "name", "uscc", "legal_representative", "entity_type", "capital", "address", "business_scope", "registry",
    "founded_on",
)  # fmt: skip


def list_supply_gaps(link: SupplyLink, today: dt.date) -> list[str]:
    """What is missing before a merchant can hand in a supplier: names of fields, ``document:<kind>``, ``document:scanning``."""
    missing = [name for name in NEEDED if not getattr(link, name)]
    if not link.category:
        return missing
    papers = (
        list_own_papers(link.id)
        .filter(shredded_at=None)
        .exclude(state__in=[DocumentState.REPLACED, DocumentState.REJECTED])
    )
    clean = papers.filter(file_state=FileState.CLEAN).values_list("kind", "state", "valid_to")
    rows = [(DocumentKind(kind), DocumentState(state), ends) for kind, state, ends in clean]
    missing += [f"document:{kind}" for kind in list_missing(SupplyCategory(link.category), rows, today)]
    if papers.filter(file_state=FileState.QUARANTINED).exists():
        missing.append("document:scanning")
    return missing


HIDDEN_OF_PAPERS = ("decided_by", "phash", "detail", "reminded_days")  # from merchants, by the database


def list_own_papers(link_id: uuid.UUID | None) -> QuerySet[Document]:
    """What the current shop handed in of a supplier of its own, or (None) of itself, but what it took back."""
    papers = Document.objects.defer(*HIDDEN_OF_PAPERS).filter(link_id=link_id)
    return papers.exclude(state=DocumentState.REMOVED).order_by("kind", "position", "uploaded_at", "id")


def find_own_paper(document_id: uuid.UUID) -> Document | None:
    """A paper of the current shop."""
    return Document.objects.defer(*HIDDEN_OF_PAPERS).filter(pk=document_id).first()


def list_ending_papers(now: dt.datetime, within: dt.timedelta) -> QuerySet[Document]:
    """Accepted papers, of the current shop or (on the platform) of all, whose last day is over or comes within a time."""
    last = local_date(now, ZONE) + within
    papers = Document.objects.defer(*HIDDEN_OF_PAPERS).filter(state=DocumentState.ACCEPTED, valid_to__lte=last)
    return papers.filter(shredded_at=None).order_by("valid_to", "id")


def list_turned_down_papers() -> QuerySet[Document]:
    """Papers of the current shop that did not pass, while it can still mend that."""
    papers = Document.objects.defer(*HIDDEN_OF_PAPERS).filter(
        link__state__in=[SupplyState.OPEN, SupplyState.NEEDS_INFO]
    )
    return papers.filter(Q(file_state=FileState.REFUSED) | Q(state=DocumentState.REJECTED)).exclude(
        state__in=[DocumentState.REMOVED, DocumentState.REPLACED]
    )


def list_supplies_in_question() -> QuerySet[SupplyLink]:
    """Suppliers of the current shop of which staff ask for more."""
    return SupplyLink.objects.defer("supplier", "decided_by", "told").filter(state=SupplyState.NEEDS_INFO)


def list_looks(document_id: uuid.UUID) -> QuerySet[DocumentLook]:
    """Who looked at a paper, the latest first; a shop sees of the staff that it was one of them."""
    hidden = ("who", "email", "purpose", "address")
    return DocumentLook.objects.defer(*hidden).filter(document_id=document_id).order_by("-at", "-id")


LIKE = """
SELECT id, sha256 = %(digest)s FROM public.compliance_document
WHERE id <> %(own)s AND file_state = 'clean' AND state <> 'removed'
  AND (
      sha256 = %(digest)s
      OR CASE WHEN bit_count((phash # %(phash)s)::bit(64)) <= %(near)s
         THEN bit_count(('x' || encode(detail, 'hex'))::bit(576) # ('x' || %(detail)s)::bit(576)) <= %(near_in_detail)s END
  )
ORDER BY sha256 = %(digest)s DESC, id LIMIT 500
"""


def list_papers_like(document: Document) -> list[tuple[Document, bool]]:
    """Papers of anybody whose file is the same (True) or whose first page looks the same; on the platform.

    One pass over the hashes of all papers. Forms of one kind are alike in the coarse one, so that those that come near, however many, are
    compared by the finer one.
    """
    asked: dict[str, Any] = {
        "own": document.id,
        "digest": bytes(document.sha256),
        "phash": document.phash,
        "detail": bytes(document.detail or b"").hex(),
        "near": NEAR,
        "near_in_detail": NEAR_IN_DETAIL,
    }
    with connection.cursor() as cursor:
        cursor.execute(LIKE, asked)
        near = dict(cursor.fetchall())
    others = Document.objects.filter(pk__in=near).select_related("link").order_by("id")
    return [(other, near[other.pk]) for other in others]


def _find_uncovered(supplier_id: uuid.UUID, day: dt.date) -> Document | None:
    links = SupplyLink.objects.filter(supplier_id=supplier_id, state=SupplyState.ACCEPTED).exclude(category="")
    papers = list(
        Document.objects.filter(link__in=links, state=DocumentState.ACCEPTED).select_related("link").order_by("id")
    )
    for paper in papers:
        if paper.valid_to is None or paper.valid_to >= day or paper.link is None:
            continue
        covered = any(
            (other.link_id, other.kind, other.position) == (paper.link_id, paper.kind, paper.position)
            and (other.valid_to is None or other.valid_to >= day)
            for other in papers
        )
        if paper.kind in DOCUMENT_SETS[SupplyCategory(paper.link.category)] and not covered:
            return paper
    return None


def find_ending_document(supplier_id: uuid.UUID, now: dt.datetime, within: dt.timedelta) -> Document | None:
    """An accepted paper that ends within a time from now (or did), of a kind that its link's goods take, with no other to go on with."""
    return _find_uncovered(supplier_id, local_date(now, ZONE) + within)
