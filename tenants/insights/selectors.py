"""What visitors looked at, and what was bought together: ids of products, best first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Sum

from tenants.finance.days import Period, shop_day, shop_zone
from tenants.insights.models import DayFigure, ProductPair, ProductView
from tenants.orders.models import Order

LATELY = dt.timedelta(days=14)
# One statement, and so one moment: a day that is counted meanwhile is neither missed nor counted twice. What is not counted yet
# (today) comes from the indexes by time. Each range has two ends: the planner then knows that it is a narrow one.
DAYS = """
WITH edge AS (
    SELECT coalesce(max(day), %(before)s::date) AS day FROM insights_dayfigure WHERE zone = %(zone)s
), open AS (
    SELECT greatest(%(since)s, ((SELECT day FROM edge) + 1)::timestamp AT TIME ZONE %(zone)s) AS since
), viewed AS (
    SELECT day, sum(views) AS views FROM insights_productview
    WHERE day > (SELECT day FROM edge) AND day BETWEEN %(first)s AND %(last)s GROUP BY 1
), placed AS (
    SELECT (created_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS placed FROM orders_order
    WHERE created_at >= (SELECT since FROM open) AND created_at < %(until)s GROUP BY 1
), paid AS (
    SELECT (paid_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS paid,
           count(DISTINCT contact_hash) FILTER (WHERE contact_hash <> %(nobody)s) AS buyers
    FROM orders_order WHERE paid_at >= (SELECT since FROM open) AND paid_at < %(until)s GROUP BY 1
)
SELECT day, views, placed, paid, buyers FROM insights_dayfigure
WHERE zone = %(zone)s AND day BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT day, coalesce(views, 0)::integer, coalesce(placed, 0)::integer, coalesce(paid, 0)::integer, coalesce(buyers, 0)::integer
FROM viewed FULL JOIN placed USING (day) FULL JOIN paid USING (day)
ORDER BY 1
"""


class DayCount(NamedTuple):
    """A day of the shop: how often products were looked at, how many orders were placed and paid, how many people paid."""

    day: dt.date
    views: int
    placed: int
    paid: int
    buyers: int


class Repurchase(NamedTuple):
    """Of the people who paid in the 30 days up to a day, how many did so more than once (复购率)."""

    day: dt.date
    buyers: int
    repeated: int


def list_bought_together(product_ids: Collection[uuid.UUID], *, most: int) -> list[uuid.UUID]:
    """Products that were bought together with some of these, and are none of them."""
    if not product_ids:
        return []
    pairs = ProductPair.objects.filter(product_id__in=product_ids).exclude(other_id__in=product_ids)
    totals = pairs.values("other_id").annotate(total=Sum("orders")).order_by("-total", "other_id")
    return list(totals.values_list("other_id", flat=True)[:most])


def list_looked_at(*, most: int, now: dt.datetime) -> list[uuid.UUID]:
    """Products that most visitors looked at lately."""
    lately = ProductView.objects.filter(day__gt=(now - LATELY).date())
    totals = lately.values("product_id").annotate(total=Sum("views")).order_by("-total", "product_id")
    return list(totals.values_list("product_id", flat=True)[:most])


def list_days(period: Period) -> list[DayCount]:
    """What happened on each day of a period, oldest first; days without anything are not in it. Days that are over come from
    what is kept, today from the indexes: the orders as a whole are never gone through.
    """
    values: dict[str, Any] = {
        "zone": shop_zone(), "first": period.first, "last": period.last, "since": period.since, "until": period.until,
        "before": period.first - dt.timedelta(days=1), "nobody": bytes(16),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DAYS, values)
        return [DayCount._make(row) for row in cursor.fetchall()]


def list_repurchases(days: Collection[dt.date]) -> dict[dt.date, Repurchase]:
    """The repurchase rate at the end of some days, as far as they were counted."""
    rows = DayFigure.objects.filter(zone=shop_zone(), day__in=days).values_list("day", "buyers_30", "repeat_30")
    return {day: Repurchase(day, buyers, repeated) for day, buyers, repeated in rows}


def find_first_day() -> dt.date | None:
    """The day of the shop's first order; None: there was none."""
    first = Order.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return shop_day(first) if first is not None else None
