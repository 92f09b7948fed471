from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import Count, Q, QuerySet

from platform_core.compliance.documents import DOCUMENT_SETS, list_missing
from platform_core.compliance.enums import (
    DocumentKind,
    DocumentState,
    FileState,
    FindingState,
    SubjectKind,
    SupplierState,
    SupplyCategory,
    SupplyState,
)
from platform_core.compliance.files.likeness import NEAR, NEAR_IN_DETAIL
from platform_core.compliance.known_rules import KnownRule, known_rules
from platform_core.compliance.models import (
    Document,
    DocumentLook,
    Finding,
    RuleVersion,
    Screening,
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
    "category", "name", "uscc", "legal_representative", "entity_type", "capital", "address", "business_scope", "registry", "founded_on",
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


def find_merchant_right() -> MerchantRight:
    """How the current shop's merchant stands at this moment: one narrow question to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.merchant_standing()")
        return MerchantRight(*(cursor.fetchone() or ()))


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


def list_known_rules(in_shop: bool) -> tuple[KnownRule, ...]:
    """All versions of the rules that are asked in shops (readable in a shop's context), or of all, as this process knows them."""
    return known_rules(in_shop, _read_shop_rules if in_shop else _read_rules)


def _read_rules() -> list[dict[str, Any]]:
    return list(RuleVersion.objects.values_list("body", flat=True))


def _read_shop_rules() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body::text FROM public.shop_rules() AS body")
        return [orjson.loads(row[0]) for row in cursor.fetchall()]


def list_rules_in_force(on: dt.date) -> list[RuleVersion]:
    """The version of each rule that holds on a day, by id: the highest that has begun, unless it has ended."""
    begun = RuleVersion.objects.filter(effective_from__lte=on).order_by("rule_id", "-version").distinct("rule_id")
    return [row for row in begun if row.effective_to is None or on <= row.effective_to]


def find_last_screening(subject_kind: SubjectKind, subject_id: str) -> Screening | None:
    """What the latest screening of a subject came to."""
    return list_screenings(subject_kind, subject_id).first()


def list_screenings(subject_kind: SubjectKind, subject_id: str) -> QuerySet[Screening]:
    """The screenings of a subject, the latest first."""
    return Screening.objects.filter(subject_kind=subject_kind, subject_ref=subject_id).order_by("-at", "-id")


class FindingCount(NamedTuple):
    """How often a rule found something, and what people made of it."""

    rule_id: str
    found: int
    waiting: int
    confirmed: int
    dismissed: int


def list_finding_counts(since: dt.datetime, until: dt.datetime) -> list[FindingCount]:
    """Findings of a time by rule, most first."""
    states = {
        name: Count("id", filter=Q(state=state))
        for name, state in (
            ("waiting", FindingState.OPEN),
            ("confirmed", FindingState.CONFIRMED),
            ("dismissed", FindingState.DISMISSED),
        )
    }
    rows = (
        Finding.objects.filter(found_at__gte=since, found_at__lt=until)
        .values("rule_id")
        .annotate(found=Count("id"), **states)
        .order_by("-found", "rule_id")
        .values_list(*FindingCount._fields)
    )
    return [FindingCount(*row) for row in rows]
