from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from platform_core.compliance.checking import Reason
from platform_core.compliance.enums import FindingState, Level, SubjectKind, SupplierState
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import (
    Finding,
    MerchantFile,
    Supplier,
    WatchEdition,
    WatchEntry,
    WatchList,
    WatchMark,
)
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.watch_enums import WatchKind
from platform_core.compliance.watching.matcher import Entry
from platform_core.compliance.watching.parties import Parties, parties_of_merchant, parties_of_supplier
from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound

RULE: Final = "AML-01"
FRESH_DAYS: Final = 1  # loaded today or yesterday, as the rule asks
# Whose file is closed, or was never handed in.
NO_SUPPLIER: Final = (SupplierState.DRAFT, SupplierState.RESTRICTED_ARCHIVE, SupplierState.PURGED)
NO_MERCHANT: Final = (MerchantState.DRAFT,)


class ListStanding(NamedTuple):
    """A list, loaded or asked for by the installation. ``stale``: it is asked for, and nobody confirmed it yesterday or today."""

    slug: str
    row: WatchList | None
    required: bool
    stale: bool


class Due(NamedTuple):
    """Somebody who was not screened against the lists as they are."""

    kind: SubjectKind
    ref: uuid.UUID


class Progress(NamedTuple):
    """How many were screened against the lists as they are, and how many are to be."""

    screened: int
    due: int


def find_latest_edition() -> int:
    """The number of the edition that changed any list last; 0: there is no list."""
    return WatchList.objects.aggregate(last=Max("changed_in"))["last"] or 0


def list_entries(*, after: int, latest: int) -> Iterator[Entry]:
    """Entries that editions after one added, as they stand at the latest."""
    rows = WatchEntry.objects.filter(since__gt=after, since__lte=latest).filter(Q(until=None) | Q(until__gt=latest))
    for row in rows.iterator(chunk_size=5_000):
        yield Entry(
            row.pk,
            row.watch_list_id,
            row.ref,
            WatchKind(row.kind),
            tuple(row.names),
            tuple(row.numbers),
            tuple(row.births),
        )


def list_watch_lists(today: dt.date) -> list[ListStanding]:
    """Every list that is there or should be, by name."""
    required = set(settings.KAQUAN_WATCH_LISTS)
    rows = {row.slug: row for row in WatchList.objects.all()}
    found = []
    for slug in sorted({*rows, *required}):
        row = rows.get(slug)
        old = row is None or (today - local_date(row.confirmed_at, ZONE)).days > FRESH_DAYS
        found.append(ListStanding(slug, row, slug in required, slug in required and old))
    return found


def get_parties(kind: SubjectKind, ref: uuid.UUID) -> Parties:
    """Whom a supplier or a merchant is made of.

    Raises:
        RecordNotFound
    """
    found = (Supplier if kind == SubjectKind.SUPPLIER else MerchantFile).objects.filter(pk=ref).first()
    match found:
        case Supplier():
            return parties_of_supplier(found)
        case MerchantFile():
            return parties_of_merchant(found)
    raise RecordNotFound(id=str(ref))


def list_watch_findings(kind: SubjectKind, ref: uuid.UUID) -> QuerySet[Finding]:
    """What the lists have against somebody, decided or not, but for what people found to be somebody else."""
    rows = Finding.objects.filter(rule_id=RULE, subject_kind=kind, subject_ref=str(ref))
    return rows.exclude(state=FindingState.DISMISSED)


def list_watch_reasons(kind: SubjectKind, ref: uuid.UUID) -> list[Reason]:
    """The same as reasons of a score."""
    return [
        Reason(row.rule_id, Level(row.level), row.points, {"finding": str(row.id)})
        for row in list_watch_findings(kind, ref)
    ]


def find_watch_facts(kind: SubjectKind, ref: uuid.UUID, parties: Parties, now: dt.datetime) -> dict[str, Any]:
    """What AML-01 is told: hits that nobody dismissed, and whether everybody was screened against lists of today or yesterday."""
    today, latest = local_date(now, ZONE), find_latest_edition()
    mark = WatchMark.objects.filter(subject_kind=kind, subject_ref=ref).first()
    current = latest == 0 or (mark is not None and mark.edition >= latest and mark.parties_hash == parties.digest)
    lists = list_watch_lists(today)
    required = [each for each in lists if each.required]
    loaded = [local_date(each.row.confirmed_at, ZONE) for each in required if each.row is not None]
    changed = [local_date(each.row.changed_at, ZONE) for each in lists if each.row is not None]
    return {
        "today": today,
        "hits": list_watch_findings(kind, ref).count(),
        "names_unscreened": 0 if current else len(parties.every),
        "lists_loaded_on": min(loaded, default=today) if len(loaded) == len(required) else None,
        "screened_on": local_date(mark.screened_at, ZONE) if mark else (today if latest == 0 else None),
        "list_changed_on": max(changed, default=today if latest == 0 else None),
    }


def _unscreened(kind: SubjectKind, latest: int) -> Any:
    marks = WatchMark.objects.filter(
        subject_kind=kind, subject_ref=OuterRef("pk"), edition__gte=latest, screened_at__gte=OuterRef("changed_at")
    )
    return ~Exists(marks)


def list_due(limit: int) -> list[Due]:
    """Who is to be screened: the lists or their own file changed since. Without lists nobody is."""
    latest = find_latest_edition()
    if not latest:
        return []
    found: list[Due] = []
    for kind, rows in _due_rows(latest):
        found += [Due(kind, pk) for pk in rows.order_by("id").values_list("pk", flat=True)[: limit - len(found)]]
    return found


def find_progress(latest: int) -> Progress:
    """How far screening against the lists is.

    Args:
        latest: the edition that changed any list last; 0: there is nothing to screen against.
    """
    if not latest:
        return Progress(0, 0)
    due = sum(rows.count() for _, rows in _due_rows(latest))
    return Progress(WatchMark.objects.filter(edition__gte=latest).count(), due)


def _due_rows(latest: int) -> tuple[tuple[SubjectKind, QuerySet[Any]], ...]:
    suppliers = Supplier.objects.exclude(state__in=NO_SUPPLIER).filter(_unscreened(SubjectKind.SUPPLIER, latest))
    files = MerchantFile.objects.exclude(state__in=NO_MERCHANT).filter(_unscreened(SubjectKind.MERCHANT, latest))
    return (SubjectKind.SUPPLIER, suppliers), (SubjectKind.MERCHANT, files)


def list_editions(limit: int) -> QuerySet[WatchEdition]:
    """The last loadings, the newest first."""
    return WatchEdition.objects.select_related("watch_list").order_by("-id")[:limit]
