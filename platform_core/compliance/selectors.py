from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import QuerySet

from platform_core.compliance.documents import DOCUMENT_SETS
from platform_core.compliance.enums import DocumentState, FindingState, SupplierState, SupplyCategory, SupplyState
from platform_core.compliance.models import Document, Finding, PlatformRecall, Supplier, SupplierEvent, SupplyLink
from platform_core.compliance.points import points_of, reviewers_of
from platform_core.kernel.clock import local_date

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
    today = local_date(now, ZONE)
    links = SupplyLink.objects.filter(supplier_id=supplier_id, state=SupplyState.ACCEPTED).exclude(category="")
    papers = list(
        Document.objects.filter(link__in=links, state=DocumentState.ACCEPTED).select_related("link").order_by("id")
    )
    for paper in papers:
        if paper.valid_to is None or paper.valid_to >= today or paper.link is None:
            continue
        covered = any(
            other.link_id == paper.link_id
            and other.kind == paper.kind
            and (other.valid_to is None or other.valid_to >= today)
            for other in papers
        )
        if paper.kind in DOCUMENT_SETS[SupplyCategory(paper.link.category)] and not covered:
            return paper
    return None


class SignalTimes(NamedTuple):
    """How far the current shop has pushed what the checks across shops look at: the latest moment of each kind, or None."""

    purchases: dt.datetime | None
    prices: dt.datetime | None
    lots: dt.datetime | None
    conduct: dt.datetime | None


def find_signal_times() -> SignalTimes:
    """How far the current shop has pushed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.signal_times()")
        return SignalTimes(*cursor.fetchone())


def list_unpushed_purchases(order_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some orders that the current shop has not pushed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.unpushed_purchases(%s)", [list(order_ids)])
        return set(cursor.fetchone()[0])


class OwnRecall(NamedTuple):
    """What the platform has the current shop take back. ``supplier_id``: of the shop's own; batches stored within the bounds."""

    shop_id: uuid.UUID
    supplier_id: uuid.UUID
    reason: str
    notice: str
    since: dt.datetime | None
    until: dt.datetime | None


def list_own_recalls() -> list[OwnRecall]:
    """The recalls of the platform that the current shop is not through with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.own_recalls()")
        return [OwnRecall(*row) for row in cursor.fetchall()]


def list_platform_recalls() -> QuerySet[PlatformRecall]:
    """Recalls for staff with their supplier and shops, the newest first."""
    return PlatformRecall.objects.select_related("supplier").prefetch_related("shops").order_by("-ordered_at")


class ScoreChange(NamedTuple):
    """What another table of points makes of a subject."""

    kind: str
    ref: str
    before: int
    after: int
    reviewers_before: int
    reviewers_after: int


def list_score_changes(*, table: Mapping[str, int], days: int, now: dt.datetime) -> list[ScoreChange]:
    """Of the subjects of findings that were not dismissed: whose score another table of points changes, the highest first."""
    found = Finding.objects.filter(found_at__gt=now - dt.timedelta(days=days)).exclude(state=FindingState.DISMISSED)
    codes: dict[tuple[str, str], list[str]] = {}
    for kind, ref, rule, facts in found.values_list("subject_kind", "subject_ref", "rule_id", "facts").iterator():
        codes.setdefault((kind, ref), []).extend(facts.get("codes", [rule]))
    changes = []
    for (kind, ref), reasons in codes.items():
        before, after = points_of(reasons), points_of(reasons, table)
        if before != after:
            changes.append(ScoreChange(kind, ref, before, after, reviewers_of(before), reviewers_of(after)))
    return sorted(changes, key=lambda change: (-change.after, change.kind, change.ref))


def list_print_epochs() -> list[tuple[int, bytes]]:
    """The keys of the register of prints that are in use, the newest first, with what they are checked by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, check_value FROM public.code_print_epochs()")
        return [(epoch, bytes(check)) for epoch, check in cursor.fetchall()]


def list_own_meetings(lot_id: int) -> dict[int, int]:
    """In which other batches of the current shop codes of this one were before: how many in each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot, codes FROM public.own_code_meetings(%s)", [lot_id])
        return dict(cursor.fetchall())
