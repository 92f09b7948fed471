from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import QuerySet

from platform_core.compliance.documents import DOCUMENT_SETS, list_missing
from platform_core.compliance.enums import (
    DocumentKind,
    DocumentState,
    FileState,
    MerchantKind,
    SupplierState,
    SupplyCategory,
    SupplyState,
)
from platform_core.compliance.files.likeness import NEAR, are_near
from platform_core.compliance.locks import HIDDEN_OF_MERCHANTS
from platform_core.compliance.merchant_file import list_missing_facts, list_missing_papers
from platform_core.compliance.models import (
    Document,
    DocumentLook,
    MerchantAppeal,
    MerchantFile,
    MerchantRestriction,
    Supplier,
    SupplierEvent,
    SupplyLink,
)
from platform_core.compliance.qualification import MerchantRight
from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound

ZONE = "Asia/Shanghai"  # the law's days are days in China


class SupplyStanding(NamedTuple):
    """How a supplier of a merchant's own stands, as far as it is the merchant's business."""

    entity_state: str
    limited: bool
    vouched: bool
    restriction_id: uuid.UUID | None
    kind: str | None
    reason: str | None
    remedy: str | None
    documents: Any
    made_at: dt.datetime | None
    appeal_until: dt.datetime | None
    appeal_state: str | None
    appeal_answer: str | None


def find_clearances(supplier_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """``registered``, ``cleared`` or ``suspended`` of each of some suppliers, in one query, asked in a tenant's context.

    "suspended" when unknown (fail closed).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, public.clearance_of(id) FROM unnest(%s::uuid[]) AS id", [list(supplier_ids)])
        return dict(cursor.fetchall())


def list_supply_links(link_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, SupplyLink]:
    """What a merchant told of suppliers, by link; in a tenant's context its own alone."""
    return SupplyLink.objects.defer("supplier", "decided_by", "told").in_bulk(list(link_ids))


def get_own_link(link_id: uuid.UUID) -> SupplyLink:
    """What the current shop told of a supplier, whatever its state.

    Raises:
        RecordNotFound
    """
    link = list_supply_links([link_id]).get(link_id)
    if link is None:
        raise RecordNotFound(id=str(link_id))
    return link


def list_supply_standings(link_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, SupplyStanding]:
    """How suppliers of the current shop stand, and what is held against them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.supply_standings(%s)", [list(link_ids)])
        rows = cursor.fetchall()
    standings = {row[0]: SupplyStanding(*row[1:]) for row in rows}
    return {
        link: standing._replace(documents=orjson.loads(standing.documents)) if standing.documents else standing
        for link, standing in standings.items()
    }


def list_suppliers(states: Sequence[SupplierState] = ()) -> QuerySet[Supplier]:
    """Suppliers for staff, whose state changed first before the others."""
    suppliers = Supplier.objects.order_by("changed_at", "id")
    return suppliers.filter(state__in=states) if states else suppliers


def list_supplier_events(supplier_id: uuid.UUID) -> QuerySet[SupplierEvent]:
    """A supplier's history, in order."""
    return SupplierEvent.objects.filter(supplier_id=supplier_id).order_by("version")


def find_lapsed_document(supplier_id: uuid.UUID, now: dt.datetime) -> Document | None:
    """An accepted paper whose last day is over, of a kind that its link's goods take, and that no other covers."""
    return _find_uncovered(supplier_id, local_date(now, ZONE))


def find_ending_document(supplier_id: uuid.UUID, now: dt.datetime, within: dt.timedelta) -> Document | None:
    """An accepted paper that ends within a time from now (or did), of a kind that its link's goods take, with no other to go on with."""
    return _find_uncovered(supplier_id, local_date(now, ZONE) + within)


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


def list_looks(document_id: uuid.UUID) -> QuerySet[DocumentLook]:
    """Who looked at a paper, the latest first; a shop sees of the staff that it was one of them."""
    hidden = ("who", "email", "purpose", "address")
    return DocumentLook.objects.defer(*hidden).filter(document_id=document_id).order_by("-at", "-id")


def find_merchant_right() -> MerchantRight:
    """How the current shop's merchant stands at this moment, as the platform says: one narrow question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.merchant_standing()")
        row = cursor.fetchone()
    return MerchantRight(*row) if row else MerchantRight()


def find_own_merchant() -> MerchantFile | None:
    """What the current shop told of itself; None: nothing yet."""
    return MerchantFile.objects.defer(*HIDDEN_OF_MERCHANTS).first()


def find_own_restriction() -> MerchantRestriction | None:
    """What is held against the current shop's merchant at this moment, and why."""
    own = MerchantRestriction.objects.defer("evidence", "made_by", "lifted_by")
    return own.filter(lifted_at=None).first()


def list_own_merchant_appeals(restriction_id: uuid.UUID) -> list[MerchantAppeal]:
    """What the current shop said against a restriction of itself, the latest first."""
    said = MerchantAppeal.objects.defer("decided_by").filter(restriction_id=restriction_id)
    return list(said.order_by("-made_at"))


def list_merchant_gaps(file: MerchantFile, now: dt.datetime) -> list[str]:
    """What is missing before a merchant can hand itself in: names of facts, ``document:<kind>``, ``document:scanning``."""
    contacts = {name for name in ("phone", "person") if getattr(file, f"{name}_print") is not None}
    told = {"phone": "phone", "person": "identity_number"}
    today = local_date(now, ZONE)
    missing = list_missing_facts(file, {told[name] for name in contacts}, today)
    if not file.kind:
        return missing
    papers = list_own_papers(None).filter(shredded_at=None)
    papers = papers.exclude(state__in=[DocumentState.REPLACED, DocumentState.REJECTED])
    rows = list(papers.values_list("kind", "file_state", "valid_to"))
    there = {kind for kind, state, ends in rows if state == FileState.CLEAN and (ends is None or ends >= today)}
    lacking = list_missing_papers(MerchantKind(file.kind), wants_balances=file.wants_balances, there=there)
    scanning = any(state == FileState.QUARANTINED for _, state, _ in rows)
    return [*missing, *(f"document:{kind}" for kind in lacking), *(["document:scanning"] if scanning else [])]


LIKE = """
SELECT id FROM public.compliance_document
WHERE id <> %s AND file_state = 'clean' AND state <> 'removed'
  AND (sha256 = %s OR bit_count((phash # %s)::bit(64)) <= %s)
LIMIT 500
"""


def list_papers_like(document: Document) -> list[tuple[Document, bool]]:
    """Papers of anybody whose file is the same (True) or whose first page looks the same; on the platform.

    One pass over the hashes of all papers; those that come near are compared in detail, since forms of one kind are alike.
    """
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [document.id, bytes(document.sha256), document.phash, NEAR])
        ids = [row[0] for row in cursor.fetchall()]
    found = []
    for other in Document.objects.filter(pk__in=ids).select_related("link").order_by("id"):
        same = bytes(other.sha256) == bytes(document.sha256)
        if same or are_near(bytes(document.detail or b""), bytes(other.detail or b"")):
            found.append((other, same))
    return found
