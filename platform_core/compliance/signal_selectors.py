from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Greatest

from platform_core.compliance.enums import CLEARED
from platform_core.compliance.models import Finding, LotMark, PlatformRecall, SupplyLink
from platform_core.compliance.points import points_of, reviewers_of


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
    """Of the subjects of findings that were not dismissed or withdrawn: whose score another table of points changes, the highest first."""
    found = Finding.objects.filter(found_at__gt=now - dt.timedelta(days=days)).exclude(state__in=CLEARED)
    codes: dict[tuple[str, str], list[str]] = {}
    for kind, ref, rule, facts in found.values_list("subject_kind", "subject_ref", "rule_id", "facts").iterator():
        codes.setdefault((kind, ref), []).extend(facts.get("codes", [rule]))
    changes = []
    for (kind, ref), reasons in codes.items():
        before, after = points_of(reasons), points_of(reasons, table)
        if before != after:
            changes.append(ScoreChange(kind, ref, before, after, reviewers_of(before), reviewers_of(after)))
    return sorted(changes, key=lambda change: (-change.after, change.kind, change.ref))


def get_orders_of_supplier(supplier_id: uuid.UUID) -> tuple[int, int]:
    """Orders with its codes in all shops, and those that were complained about or whose codes turned out bad; on the platform."""
    links = SupplyLink.objects.filter(supplier_id=supplier_id).values_list("id", flat=True)
    marks = LotMark.objects.filter(supplier_id__in=list(links))
    total = marks.aggregate(orders=Sum("orders"), disputed=Sum(Greatest("disputed", "bad")))
    return total["orders"] or 0, total["disputed"] or 0
