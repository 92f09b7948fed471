from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from tenants.finance.days import Period, shop_day, shop_zone
from tenants.finance.selectors import find_first_transfer
from tenants.reporting.models import FiguredDay, SalesFigure
from tenants.reporting.selectors import list_outdated_figures

# What is booked is dated by the clock of whoever books it, and is there when that transaction commits: a little later.
MARGIN: Final = dt.timedelta(minutes=5)
MOST: Final = 62  # days at a time: the work is bounded, however old the books are

LOCK = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/reporting_figuredday'))"
ADD = """
INSERT INTO reporting_salesfigure AS f (day, sku_id, supplier_id, source, currency, orders, quantity, gross, discounts, refunds, cost,
                                        fees, commission)
SELECT * FROM sales_figures(%(since)s, %(until)s, %(zone)s)
ON CONFLICT (day, sku_id, supplier_id, source, currency) DO UPDATE SET
    orders = f.orders + excluded.orders, quantity = f.quantity + excluded.quantity, gross = f.gross + excluded.gross,
    discounts = f.discounts + excluded.discounts, refunds = f.refunds + excluded.refunds, cost = f.cost + excluded.cost,
    fees = f.fees + excluded.fees, commission = f.commission + excluded.commission
"""
NOTE = """
INSERT INTO reporting_figuredday AS f (day, zone, until, transfers, made_at)
SELECT %(day)s, %(zone)s, %(until)s, count(*), %(now)s FROM finance_ledgertransfer WHERE at >= %(since)s AND at < %(until)s
ON CONFLICT (day) DO UPDATE SET until = excluded.until, transfers = f.transfers + excluded.transfers, made_at = excluded.made_at
"""


def make_figures(*, now: dt.datetime) -> int:
    """Keep what was sold of each SKU on each day, oldest first, today as far as it is; a chore.

    A day of which something was booked late after all is figured anew.

    Returns:
        Of how many days figures were made, or made further.
    """
    zone = shop_zone()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        if FiguredDay.objects.exclude(zone=zone).exists():
            SalesFigure.objects.all().delete()
            FiguredDay.objects.all().delete()
        outdated = list_outdated_figures(now)
        for day, until in outdated:
            _forget(day)
            _add(day, Period(day, day).since, until, zone, now)
        return len(outdated) + _go_on(zone, now)


def _go_on(zone: str, now: dt.datetime) -> int:
    """From where figures end to a moment ago."""
    last, edge, made = FiguredDay.objects.order_by("-day").first(), now - MARGIN, 0
    since = last.until if last else _beginning()
    while since is not None and since < edge and made < MOST:
        day = shop_day(since)
        until = min(Period(day, day).until, edge)
        _add(day, since, until, zone, now)
        since, made = until, made + 1
    return made


def _beginning() -> dt.datetime | None:
    """One day before the first transfer: what began before it and was booked after it is not lost."""
    first = find_first_transfer()
    if first is None:
        return None
    day = shop_day(first) - dt.timedelta(days=1)
    return Period(day, day).since


def _forget(day: dt.date) -> None:
    SalesFigure.objects.filter(day=day).delete()
    FiguredDay.objects.filter(day=day).delete()


def _add(day: dt.date, since: dt.datetime, until: dt.datetime, zone: str, now: dt.datetime) -> None:
    values: dict[str, Any] = {"day": day, "since": since, "until": until, "zone": zone, "now": now}
    with connection.cursor() as cursor:
        # Counted first: what is booked in between is missing from the number, and so found the next time.
        cursor.execute(NOTE, values)
        cursor.execute(ADD, values)
