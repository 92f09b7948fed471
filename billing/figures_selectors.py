"""What the platform earns by subscriptions: sums over the steps of all merchants, each in one statement whatever their number.

Steps are never altered, so a month that is over never changes. Amounts are minor units a month, of the offer's one currency.
Definitions: ``docs/billing-figures.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection

from billing.monthly import PAYING

# Where real money is collected, shops that are still with the demo's provider are no income.
STEPS: Final = """
    SELECT s.tenant_id, s.at, s.amount, SUM(s.amount) OVER w AS after, ROW_NUMBER() OVER w AS place
    FROM public.billing_subscriptionstep s
    WHERE s.amount <> 0 AND s.at <= %(now)s AND NOT (%(real)s AND EXISTS (
        SELECT 1 FROM public.billing_subscription d WHERE d.tenant_id = s.tenant_id AND d.provider = 'sandbox'))
    WINDOW w AS (PARTITION BY s.tenant_id ORDER BY s.at, s.id ROWS UNBOUNDED PRECEDING)
"""
MOVES: Final = f"""
WITH steps AS ({STEPS})
SELECT month, kind, SUM(amount)::bigint, COUNT(*) FROM (
    SELECT amount,
        CASE WHEN at < %(first)s THEN NULL ELSE date_trunc('month', at AT TIME ZONE %(zone)s)::date END AS month,
        CASE
            WHEN at < %(first)s THEN 'before'
            WHEN after <= 0 THEN 'churn'
            WHEN after - amount <= 0 THEN CASE WHEN place = 1 THEN 'new' ELSE 'back' END
            WHEN amount > 0 THEN 'more'
            ELSE 'less'
        END AS kind
    FROM steps
) AS told GROUP BY month, kind
"""  # noqa: S608 - a constant of this module
KEPT: Final = f"""
WITH steps AS ({STEPS}),
spans AS (
    SELECT * FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS given (begins, ends, place)
),
held AS (
    SELECT spans.place, steps.tenant_id, COALESCE(SUM(amount) FILTER (WHERE at < begins), 0) AS before, SUM(amount) AS after
    FROM spans JOIN steps ON steps.at < spans.ends GROUP BY spans.place, steps.tenant_id
)
SELECT place,
    COUNT(*) FILTER (WHERE before > 0), COALESCE(SUM(before) FILTER (WHERE before > 0), 0)::bigint,
    COUNT(*) FILTER (WHERE before > 0 AND after <= 0),
    COALESCE(SUM(GREATEST(before - after, 0)) FILTER (WHERE before > 0), 0)::bigint,
    COALESCE(SUM(after) FILTER (WHERE before > 0), 0)::bigint, COUNT(*) FILTER (WHERE after > 0)
FROM held GROUP BY place
"""  # noqa: S608 - a constant of this module
GROUPS: Final = """
WITH owed AS (
    SELECT tenant_id, SUM(amount_remaining) AS owed FROM public.billing_invoice
    WHERE status IN ('open', 'uncollectible') AND (due_at <= %(now)s OR attempts > 0) GROUP BY tenant_id
),
told AS (
    SELECT s.plan, s.interval, s.standing, s.provider, s.status, COALESCE(owed.owed, 0) AS owed,
        CASE WHEN s.provider = '' OR s.status <> ALL(%(paying)s) THEN 0
            WHEN s.interval = 'year' THEN GREATEST(s.amount - s.discount, 0) / 12
            ELSE GREATEST(s.amount - s.discount, 0) END AS worth
    FROM public.billing_subscription s LEFT JOIN owed USING (tenant_id)
)
SELECT plan, interval, standing, provider, status, COUNT(*), COUNT(*) FILTER (WHERE worth > 0), SUM(worth)::bigint,
    COUNT(*) FILTER (WHERE owed > 0), SUM(owed)::bigint
FROM told GROUP BY plan, interval, standing, provider, status
"""
TRIALS: Final = """
WITH told AS (
    SELECT s.*, EXISTS (
        SELECT 1 FROM public.billing_subscriptionstep p WHERE p.tenant_id = s.tenant_id AND p.amount > 0 AND p.at <= %(now)s
    ) AS paid
    FROM public.billing_subscription s WHERE s.trial_began_at <= %(now)s AND NOT (%(real)s AND s.provider = 'sandbox')
)
SELECT date_trunc('month', trial_began_at AT TIME ZONE %(zone)s)::date, COUNT(*), COUNT(*) FILTER (WHERE paid),
    COUNT(*) FILTER (WHERE status = 'trialing' AND trial_ends_at > %(now)s),
    COUNT(*) FILTER (WHERE status = 'trialing' AND trial_ends_at > %(now)s AND provider <> ''),
    COUNT(*) FILTER (WHERE status = 'trialing' AND trial_ends_at > %(now)s AND trial_ends_at <= %(week)s AND provider = ''),
    COUNT(*) FILTER (WHERE trial_began_at >= %(from)s AND trial_began_at < %(until)s),
    COUNT(*) FILTER (WHERE paid AND trial_began_at >= %(from)s AND trial_began_at < %(until)s)
FROM told GROUP BY 1
"""
MOMENT: Final = dt.timedelta(microseconds=1)


class Move(NamedTuple):
    """What came or went in a month. ``kind``: new, back, more, less, churn; ``before``: all before the first month, without one."""

    month: dt.date | None
    kind: str
    amount: int
    many: int


class Kept(NamedTuple):
    """What became of those who paid when a span began.

    Attributes:
        paying, worth: how many there were, and what they paid a month.
        gone: of them, how many paid nothing when it ended.
        lost: what those of them who paid less, or nothing, paid less.
        still: what they all paid a month when it ended.
        at_end: how many paid then, whoever they were.
    """

    paying: int
    worth: int
    gone: int
    lost: int
    still: int
    at_end: int


class SubscriptionGroup(NamedTuple):
    """Subscriptions that are alike: how many, how many of them pay, what for; how many owe, and how much."""

    plan: str
    interval: str
    standing: str
    provider: str
    status: str
    many: int
    paying: int
    worth: int
    owing: int
    owed: int


class TrialMonth(NamedTuple):
    """Trials that began in a month: how many, how many paid since, run, run though they subscribed, end within 7 days;
    how many began 30 to 60 days ago, and how many of those paid since."""

    month: dt.date
    begun: int
    paid: int
    running: int
    subscribed: int
    ending: int
    measured: int
    measured_paid: int


def list_moves(first: dt.datetime, now: dt.datetime) -> list[Move]:
    """What came and went by month and kind, up to a moment; all before ``first`` in one. In the platform's context."""
    with connection.cursor() as cursor:
        cursor.execute(MOVES, {**_given(now), "first": first})
        return [Move(*row) for row in cursor.fetchall()]


def list_kept(spans: Sequence[tuple[dt.datetime, dt.datetime]], now: dt.datetime) -> list[Kept]:
    """What became of those who paid when each span began; its end does not belong to it. In the platform's context."""
    starts, ends = [each[0] for each in spans], [min(each[1], now + MOMENT) for each in spans]
    with connection.cursor() as cursor:
        cursor.execute(KEPT, {**_given(now), "starts": starts, "ends": ends})
        found = {row[0]: Kept(*row[1:]) for row in cursor.fetchall()}
    return [found.get(place, Kept(0, 0, 0, 0, 0, 0)) for place in range(1, len(spans) + 1)]


def list_groups(now: dt.datetime) -> list[SubscriptionGroup]:
    """All subscriptions as they are now, those of the demo's provider too. In the platform's context."""
    with connection.cursor() as cursor:
        cursor.execute(GROUPS, {"now": now, "paying": [str(each) for each in PAYING]})
        return [SubscriptionGroup(*row) for row in cursor.fetchall()]


def list_trials(now: dt.datetime) -> list[TrialMonth]:
    """All trials by the month in which they began, in the platform's time zone. In the platform's context."""
    ago = {
        "week": now + dt.timedelta(days=7),
        "from": now - dt.timedelta(days=60),
        "until": now - dt.timedelta(days=30),
    }
    with connection.cursor() as cursor:
        cursor.execute(TRIALS, {**_given(now), **ago})
        return [TrialMonth(*row) for row in cursor.fetchall()]


def _given(now: dt.datetime) -> dict[str, Any]:
    return {"now": now, "zone": settings.TIME_ZONE, "real": settings.KAQUAN_BILLING == "stripe"}
