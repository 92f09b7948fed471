"""What the boards of the platform's staff add up: counts and times over a period, each in one query."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db import connection

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.selectors import ZONE


class WeekTime(NamedTuple):
    """How long decisions of one kind took that were made in one week. ``week``: its Monday in China. Times in hours."""

    kind: str
    week: dt.date
    many: int
    median: float
    ninth: float


class RuleCount(NamedTuple):
    """What one rule came upon in a period, and what became of what was decided in it. ``open``: whenever it was found."""

    rule: str
    opened: int
    confirmed: int
    dismissed: int
    open: int


class StateCount(NamedTuple):
    """How many suppliers stand in a state, and since when the first of them does."""

    state: str
    many: int
    since: dt.datetime


class WeekFlow(NamedTuple):
    """How many suppliers came into a state in a week; one that came twice counts twice."""

    week: dt.date
    state: str
    many: int


class WeekEnds(NamedTuple):
    """How many accepted papers of a kind end in a week."""

    week: dt.date
    kind: str
    many: int


class PaperEnd(NamedTuple):
    """An accepted paper that ends soon, and whose it is: a supplier's, or (without one) the shop's own."""

    document_id: uuid.UUID
    kind: str
    valid_to: dt.date
    supplier_id: uuid.UUID | None
    supplier: str
    shop: str


class QueueAge(NamedTuple):
    """How many wait in a queue, since when the first does, and how many longer than the platform wants (0 where it set no goal)."""

    queue: str
    many: int
    since: dt.datetime | None
    late: int


class HoldCount(NamedTuple):
    """Batches that a rule took off the shelf by itself. Held in a period, and what was decided in it; times in hours."""

    rule: str
    held: int
    released: int
    kept: int
    open: int
    oldest: dt.datetime | None
    median: float | None
    ninth: float | None


class BatchHolds(NamedTuple):
    """How many batches are off the shelf now by what rules found, waiting or confirmed, in how many shops; and by rule."""

    batches: int
    shops: int
    rules: list[HoldCount]


# Week by week, the first one from ``since`` on: each reads its own part of an index, in which nothing is turned into a date.
WEEKS = """
WITH weeks AS (
    SELECT w::date AS week, greatest(w AT TIME ZONE %(zone)s, %(since)s) AS first, (w + interval '7 days') AT TIME ZONE %(zone)s AS last
    FROM generate_series(
        date_trunc('week', %(since)s AT TIME ZONE %(zone)s), now() AT TIME ZONE %(zone)s, interval '7 days'
    ) w
)
"""
# What a decision decides was handed in at a moment that stands beside it (sql/decisions.sql).
DECISIONS = {
    "suppliers": (("supplierevent", "at", "handed_in_at"),),
    "merchants": (("merchantevent", "at", "handed_in_at"),),
    "papers": (("document", "decided_at", "uploaded_at"),),
    "appeals": (("appeal", "decided_at", "made_at"), ("merchantappeal", "decided_at", "made_at")),
    "findings": (("finding", "decided_at", "found_at"),),
}
TOOK = (
    "SELECT date_part('epoch', {ended} - {began}) / 3600 AS took FROM public.compliance_{table}"
    " WHERE {ended} >= w.first AND {ended} < w.last AND {began} IS NOT NULL"
)
OF_KIND = """
    SELECT '{kind}' AS kind, count(*) AS many, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY took) AS shares
    FROM ({decisions}) d
"""
DECIDED = {
    kind: " UNION ALL ".join(TOOK.format(table=table, ended=ended, began=began) for table, ended, began in parts)
    for kind, parts in DECISIONS.items()
}
DECIDED["findings"] += " AND state <> 'withdrawn'"  # which nobody decided
TIMES = f"""
{WEEKS}
SELECT t.kind, w.week, t.many, t.shares[1], t.shares[2] FROM weeks w CROSS JOIN LATERAL (
{" UNION ALL ".join(OF_KIND.format(kind=kind, decisions=decisions) for kind, decisions in DECIDED.items())}
) t WHERE t.many > 0 ORDER BY 1, 2
"""  # noqa: S608 - parts of our own
RULES = """
SELECT rule_id, count(*) FILTER (WHERE found_at >= %(since)s),
    count(*) FILTER (WHERE state = 'confirmed' AND decided_at >= %(since)s),
    count(*) FILTER (WHERE state = 'dismissed' AND decided_at >= %(since)s),
    count(*) FILTER (WHERE state = 'open')
FROM public.compliance_finding WHERE found_at >= %(since)s OR decided_at >= %(since)s OR state = 'open'
GROUP BY rule_id ORDER BY 2 DESC, 1
"""
STATES = "SELECT state, count(*), min(changed_at) FROM public.compliance_supplier GROUP BY state ORDER BY 2 DESC, 1"
FLOW = f"""
{WEEKS}
SELECT w.week, s.state, e.many FROM weeks w CROSS JOIN unnest(%(states)s::text[]) AS s (state) CROSS JOIN LATERAL (
    SELECT count(*) AS many FROM public.compliance_supplierevent
    WHERE to_state = s.state AND from_state <> to_state AND at >= w.first AND at < w.last
) e WHERE e.many > 0 ORDER BY 1, 2
"""  # noqa: S608 - parts of our own
ENDS = """
SELECT date_trunc('week', valid_to)::date, kind, count(*) FROM public.compliance_document
WHERE state = 'accepted' AND valid_to BETWEEN %(first)s AND %(last)s GROUP BY 1, 2 ORDER BY 1, 2
"""
NEXT_ENDS = """
SELECT d.id, d.kind, d.valid_to, l.supplier_id, coalesce(s.name, l.name, ''), coalesce(t.name, '')
FROM public.compliance_document d LEFT JOIN public.tenancy_tenant t ON t.role_name = d.tenant_role
LEFT JOIN public.compliance_supplylink l ON l.id = d.link_id
LEFT JOIN public.compliance_supplier s ON s.id = l.supplier_id
WHERE d.state = 'accepted' AND d.valid_to BETWEEN %(first)s AND %(last)s ORDER BY d.valid_to, d.id LIMIT %(most)s
"""
# Queues in their order of urgency; each with the hours within which staff want to decide.
WAITING = """
WITH waiting AS (
    SELECT 'blocks' AS queue, found_at AS at FROM public.compliance_finding WHERE state = 'open' AND level = 'block'
    UNION ALL SELECT 'findings', found_at FROM public.compliance_finding WHERE state = 'open' AND level <> 'block'
    UNION ALL SELECT 'appeals', made_at FROM public.compliance_appeal WHERE state = 'open'
    UNION ALL SELECT 'appeals', made_at FROM public.compliance_merchantappeal WHERE state = 'open'
    UNION ALL SELECT 'papers', uploaded_at FROM public.compliance_document
        WHERE state = 'waiting' AND file_state = 'clean' AND shredded_at IS NULL
    UNION ALL SELECT 'suppliers', changed_at FROM public.compliance_supplier
        WHERE state IN ('submitted', 'auto_check', 'review')
    UNION ALL SELECT 'suppliers', l.submitted_at FROM public.compliance_supplylink l
        JOIN public.compliance_supplier s ON s.id = l.supplier_id
        WHERE l.state = 'submitted' AND s.state IN ('approved_limited', 'active', 'expiring')
    UNION ALL SELECT 'merchants', changed_at FROM public.compliance_merchantfile
        WHERE state IN ('submitted', 'checking', 'review')
    UNION ALL SELECT 'proposals', asked_at FROM public.compliance_proposal WHERE state = 'open' AND expires_at >= %(now)s
)
SELECT q.queue, count(w.at), min(w.at), count(w.at) FILTER (WHERE w.at < %(now)s - make_interval(hours => q.hours))
FROM unnest(%(queues)s::text[], %(hours)s::int[]) WITH ORDINALITY AS q (queue, hours, place)
LEFT JOIN waiting w ON w.queue = q.queue GROUP BY q.queue, q.place ORDER BY q.place
"""
# The first row, without a rule: how many batches are held now, and in how many shops.
HOLDS = """
SELECT '', count(DISTINCT subject_ref), count(DISTINCT tenant_role), 0, 0, NULL, NULL, NULL
FROM public.compliance_finding WHERE subject_kind = 'batch' AND level = 'block' AND state NOT IN ('dismissed', 'withdrawn')
UNION ALL (
SELECT rule_id, count(*) FILTER (WHERE found_at >= %(since)s),
    count(*) FILTER (WHERE state = 'dismissed' AND decided_at >= %(since)s),
    count(*) FILTER (WHERE state = 'confirmed' AND decided_at >= %(since)s),
    count(*) FILTER (WHERE state = 'open'), min(found_at) FILTER (WHERE state = 'open'),
    extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY decided_at - found_at)
        FILTER (WHERE state = 'dismissed' AND decided_at >= %(since)s))::float8 / 3600,
    extract(epoch FROM percentile_cont(0.9) WITHIN GROUP (ORDER BY decided_at - found_at)
        FILTER (WHERE state = 'dismissed' AND decided_at >= %(since)s))::float8 / 3600
FROM public.compliance_finding WHERE subject_kind = 'batch' AND level = 'block'
    AND (found_at >= %(since)s OR decided_at >= %(since)s OR state = 'open')
GROUP BY rule_id ORDER BY 2 DESC, 1)
"""


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"zone": ZONE, **values})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def list_decision_times(since: dt.datetime) -> list[WeekTime]:
    """Of suppliers, merchants, papers, appeals and findings that people decided since then: hours since they were handed in or found."""
    return [WeekTime(*row) for row in _rows(TIMES, since=since)]


def list_rule_counts(since: dt.datetime) -> list[RuleCount]:
    """Findings by rule, the rule with the most new ones first."""
    return [RuleCount(*row) for row in _rows(RULES, since=since)]


def list_supplier_states() -> list[StateCount]:
    """Suppliers by where they stand now."""
    return [StateCount(*row) for row in _rows(STATES)]


def list_supplier_flow(since: dt.datetime) -> list[WeekFlow]:
    """Into which states suppliers came, by week."""
    return [WeekFlow(*row) for row in _rows(FLOW, since=since, states=SupplierState.values)]


def list_week_ends(first: dt.date, last: dt.date) -> list[WeekEnds]:
    """Accepted papers that end on these days, by week and kind."""
    return [WeekEnds(*row) for row in _rows(ENDS, first=first, last=last)]


def list_next_ends(first: dt.date, last: dt.date, most: int) -> list[PaperEnd]:
    """The papers of these days that end first, at most so many."""
    return [PaperEnd(*row) for row in _rows(NEXT_ENDS, first=first, last=last, most=most)]


def list_queue_ages(goals: dict[str, int | None], now: dt.datetime) -> list[QueueAge]:
    """What waits for staff, in the order of ``goals``: queues with the hours that a thing should wait at most; None: no goal."""
    rows = _rows(WAITING, queues=list(goals), hours=list(goals.values()), now=now)
    return [QueueAge(*row) for row in rows]


def find_batch_holds(since: dt.datetime) -> BatchHolds:
    """Batches that rules took off the shelf: how many, and how long until those were released that should not have been."""
    (_rule, batches, shops, *_none), *rules = _rows(HOLDS, since=since)
    return BatchHolds(batches, shops, [HoldCount(*row) for row in rules])
