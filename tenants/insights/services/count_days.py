from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from tenants.finance.days import Period, shop_day, shop_zone
from tenants.insights.models import DayFigure
from tenants.insights.selectors import find_first_day

# Orders are dated by the clock of whoever writes them, and are there when that transaction commits: a little later.
MARGIN: Final = dt.timedelta(hours=1)
MOST: Final = 62  # days at a time: the work is bounded, however old the shop is
WINDOW: Final = 30

LOCK = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/insights_dayfigure'))"
# The hash of erased buyers is that of nobody. Whoever never paid before has no earlier order by the index of contacts.
COUNT = """
WITH paid AS MATERIALIZED (
    SELECT contact_hash FROM orders_order WHERE paid_at >= %(since)s AND paid_at < %(until)s
), buyer AS (
    SELECT DISTINCT contact_hash FROM paid WHERE contact_hash <> %(nobody)s
), lately AS (
    SELECT contact_hash, count(*) AS orders FROM orders_order
    WHERE paid_at >= %(window)s AND paid_at < %(until)s AND contact_hash <> %(nobody)s GROUP BY 1
)
INSERT INTO insights_dayfigure (day, zone, views, placed, paid, buyers, new_buyers, buyers_30, repeat_30, counted_at)
SELECT %(day)s, %(zone)s, (SELECT coalesce(sum(views), 0) FROM insights_productview WHERE day = %(day)s),
       (SELECT count(*) FROM orders_order WHERE created_at >= %(since)s AND created_at < %(until)s),
       (SELECT count(*) FROM paid), (SELECT count(*) FROM buyer),
       (SELECT count(*) FROM buyer b WHERE NOT EXISTS (
            SELECT 1 FROM orders_order o WHERE o.contact_hash = b.contact_hash AND o.paid_at < %(since)s)),
       (SELECT count(*) FROM lately), (SELECT count(*) FROM lately WHERE orders > 1), %(now)s
"""


def count_days(*, now: dt.datetime) -> int:
    """Count what visitors and buyers did on each day that is over, oldest first; a chore.

    What is counted stays, until the shop moves to another time zone: then all of it is counted anew.

    Returns:
        How many days were counted.
    """
    zone, counted = shop_zone(), 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        if DayFigure.objects.exclude(zone=zone).exists():
            DayFigure.objects.all().delete()
        for day in _due(now):
            _count(day, zone, now)
            counted += 1
    return counted


def _due(now: dt.datetime) -> list[dt.date]:
    last = DayFigure.objects.order_by("-day").values_list("day", flat=True).first()
    if last is None:
        first = find_first_day()
        if first is None:
            return []
        last = first - dt.timedelta(days=1)
    over = (shop_day(now - MARGIN) - last).days - 1
    return [last + dt.timedelta(days=ahead) for ahead in range(1, min(over, MOST) + 1)]


def _count(day: dt.date, zone: str, now: dt.datetime) -> None:
    period, window = Period(day, day), Period(day - dt.timedelta(days=WINDOW - 1), day)
    values: dict[str, Any] = {
        "day": day, "zone": zone, "since": period.since, "until": period.until, "window": window.since, "nobody": bytes(16),
        "now": now,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
