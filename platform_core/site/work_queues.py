"""What waits for the platform's staff, how long, and how the register stands: the first page of the console."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value

from platform_core.compliance.enums import (
    AppealState,
    DocumentState,
    FindingState,
    Level,
    ProposalState,
    SupplierAct,
    SupplierState,
)
from platform_core.compliance.lifecycle import SELLING
from platform_core.compliance.models import Appeal, Document, Finding, Proposal, Supplier, SupplierEvent, TenantLook
from platform_core.compliance.selectors import ZONE, list_waiting_links
from platform_core.kernel.clock import local_date

MONTH = dt.timedelta(days=30)
WAITING = (SupplierState.REVIEW, SupplierState.AUTO_CHECK, SupplierState.SUBMITTED)
MOST_RULES, MOST_REVIEWS = 12, 500


class Queue(NamedTuple):
    """How many wait, and since when the first of them does."""

    many: int
    since: dt.datetime | None


class ReviewTime(NamedTuple):
    """How long reviews took, in hours."""

    many: int
    median: float
    longest: float


class RuleTally(NamedTuple):
    """What a rule found of late."""

    rule: str
    open: int
    confirmed: int
    dismissed: int


def find_work(now: dt.datetime) -> dict[str, Any]:
    """The context of the first page: queues with their oldest, suppliers by state, expiries ahead, findings by rule, review time.

    Five queries, however much there is.
    """
    states = list(Supplier.objects.order_by().values_list("state").annotate(Count("id"), Min("changed_at")))
    counted = _small_queues(now)
    links = counted["links"]
    waiting = [*(row for row in states if row[0] in WAITING), ("", links.many, links.since)]
    levels, rules = _findings(now)
    return {
        "suppliers": Queue(sum(row[1] for row in waiting), min((row[2] for row in waiting if row[2]), default=None)),
        "findings": Queue(
            sum(queue.many for queue in levels.values()),
            min((queue.since for queue in levels.values() if queue.since), default=None),
        ),
        "blocks": levels.get(Level.BLOCK, Queue(0, None)),
        "appeals": counted["appeals"],
        "proposals": counted["proposals"],
        "looks": counted["looks"],
        "states": [(SupplierState(state), many) for state, many, _since in sorted(states, key=lambda row: -row[1])],
        "expiring": _expiring(now),
        "rules": rules,
        "review": _review_time(now),
    }


def _small_queues(now: dt.datetime) -> dict[str, Queue]:
    def counted(name: str, rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
        grouped = rows.order_by().values(queue=Value(name))
        return grouped.values_list("queue", Count("id"), Min(moment))

    open_ones = (
        counted("appeals", Appeal.objects.filter(state=AppealState.OPEN), "made_at"),
        counted("proposals", Proposal.objects.filter(state=ProposalState.OPEN, expires_at__gte=now), "asked_at"),
        counted("links", list_waiting_links().filter(supplier__state__in=SELLING), "submitted_at"),
        counted("looks", TenantLook.objects.filter(closed_at=None, ends_at__gt=now), "opened_at"),
    )
    found = {name: Queue(many, since) for name, many, since in open_ones[0].union(*open_ones[1:], all=True)}
    return {name: found.get(name, Queue(0, None)) for name in ("appeals", "proposals", "links", "looks")}


def _findings(now: dt.datetime) -> tuple[dict[str, Queue], list[RuleTally]]:
    """Open ones by level, and those of the last 30 days by rule."""
    lately = Finding.objects.filter(Q(state=FindingState.OPEN) | Q(found_at__gte=now - MONTH)).order_by()
    rows = lately.values_list("rule_id", "level", "state").annotate(Count("id"), Min("found_at"))
    levels: dict[str, Queue] = {}
    tallies: dict[str, Counter[str]] = {}
    for rule, level, state, many, since in rows:
        tallies.setdefault(rule, Counter())[state] += many
        if state == FindingState.OPEN:
            before = levels.get(level, Queue(0, since))
            levels[level] = Queue(before.many + many, min(before.since or since, since))
    ranked = sorted(tallies.items(), key=lambda item: -item[1].total())[:MOST_RULES]
    return levels, [RuleTally(rule, each["open"], each["confirmed"], each["dismissed"]) for rule, each in ranked]


def _expiring(now: dt.datetime) -> dict[str, int]:
    """Accepted papers whose last day comes within so many days."""
    today = local_date(now, ZONE)
    ahead = {f"d{days}": Count("id", filter=Q(valid_to__lte=today + dt.timedelta(days=days))) for days in (7, 30, 60)}
    papers = Document.objects.filter(state=DocumentState.ACCEPTED, valid_to__gte=today)
    return papers.filter(valid_to__lte=today + dt.timedelta(days=60)).aggregate(**ahead)


def _review_time(now: dt.datetime) -> ReviewTime:
    """Of approvals of the last 30 days, since the papers were handed in."""
    handed_in = SupplierEvent.objects.filter(
        supplier_id=OuterRef("supplier_id"), act=SupplierAct.SUBMIT, version__lt=OuterRef("version")
    )
    approved = SupplierEvent.objects.filter(act=SupplierAct.APPROVE, at__gte=now - MONTH).order_by("-at")
    since = Subquery(handed_in.order_by().values("supplier_id").annotate(last=Max("at")).values("last"))
    times = approved.annotate(took=F("at") - since).exclude(took=None).values_list("took", flat=True)[:MOST_REVIEWS]
    hours = sorted(took.total_seconds() / 3600 for took in times)
    if not hours:
        return ReviewTime(0, 0, 0)
    return ReviewTime(len(hours), round(statistics.median(hours), 1), round(hours[-1], 1))
