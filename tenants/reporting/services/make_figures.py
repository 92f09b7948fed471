from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection, transaction

from tenants.finance.days import Period, shop_zone
from tenants.reporting.models import FiguredDay, SalesFigure
from tenants.reporting.selectors import list_days_to_figure

MOST: Final = 62  # days at a time: the work is bounded, however old the books are

LOCK = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/reporting_figuredday'))"
MAKE = """
INSERT INTO reporting_salesfigure (day, sku_id, supplier_id, source, currency, orders, quantity, gross, discounts, refunds, cost,
                                   fees, commission)
SELECT * FROM sales_figures(%s, %s, %s)
"""
NOTE = """
INSERT INTO reporting_figuredday (day, zone, transfers, made_at) VALUES (%(day)s, %(zone)s, %(transfers)s, %(now)s)
ON CONFLICT (day) DO UPDATE SET transfers = excluded.transfers, made_at = excluded.made_at
"""


def make_figures(*, now: dt.datetime) -> int:
    """Keep what was sold of each SKU on each day whose books are closed, oldest first, and anew where a day was closed anew; a chore.

    Returns:
        Of how many days figures were made.
    """
    zone = shop_zone()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        if FiguredDay.objects.exclude(zone=zone).exists():
            SalesFigure.objects.all().delete()
            FiguredDay.objects.all().delete()
        due = list_days_to_figure(MOST)
        for day, transfers in due:
            _make(day, transfers, zone, now)
    return len(due)


def _make(day: dt.date, transfers: int, zone: str, now: dt.datetime) -> None:
    period = Period(day, day)
    SalesFigure.objects.filter(day=day).delete()
    with connection.cursor() as cursor:
        cursor.execute(MAKE, [period.since, period.until, zone])
        cursor.execute(NOTE, {"day": day, "zone": zone, "transfers": transfers, "now": now})
