from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.finance.models import DayClose
from tenants.finance.selectors import find_first_transfer, get_transfer_count, list_unverified_days

# What is booked is dated by the clock of whoever books it, and is there when that transaction commits: a little later.
MARGIN: Final = dt.timedelta(hours=1)
MOST: Final = 366  # days closed at a time: the work is bounded, however old the books are

LOCK = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/finance_dayclose'))"
FORGET = """
WITH gone AS (DELETE FROM finance_daytotal WHERE day = %(day)s)
DELETE FROM finance_supplierdaytotal WHERE day = %(day)s
"""
TOTAL = """
INSERT INTO finance_daytotal (day, kind, debit_id, credit_id, currency, amount, count)
SELECT %(day)s, kind, debit_id, credit_id, currency, sum(amount), count(*) FROM finance_ledgertransfer
WHERE at >= %(since)s AND at < %(until)s GROUP BY kind, debit_id, credit_id, currency
"""
SUPPLIERS = """
INSERT INTO finance_supplierdaytotal (supplier_id, day, kind, currency, amount, count)
SELECT supplier_id, %(day)s, kind, currency, sum(amount), count(*) FROM finance_supplierentry
WHERE at >= %(since)s AND at < %(until)s GROUP BY supplier_id, kind, currency
"""
NOTE = """
INSERT INTO finance_dayclose (day, zone, transfers, closed_at, verified_at)
SELECT %(day)s, %(zone)s, coalesce(sum(count), 0), %(now)s, %(now)s FROM finance_daytotal WHERE day = %(day)s
ON CONFLICT (day) DO UPDATE SET transfers = excluded.transfers, closed_at = %(now)s, verified_at = %(now)s
"""


def close_days(*, now: dt.datetime) -> int:
    """Keep the totals of each day that is over, oldest first, and look again at days that were closed; a chore.

    A day of which something came late after all is closed anew, and so is every day when the shop moved to another time zone.

    Returns:
        How many days were closed, for the first time or anew.
    """
    zone = current_tenant().time_zone
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        if DayClose.objects.exclude(zone=zone).exists():
            _forget_all()
        closed = 0
        for day in _due(zone, now):
            _close(day, zone, now)
            closed += 1
        for day, transfers in list_unverified_days(now):
            if get_transfer_count(day, day) != transfers:
                _close(day, zone, now)
                closed += 1
            DayClose.objects.filter(day=day).update(verified_at=now)
    return closed


def _due(zone: str, now: dt.datetime) -> list[dt.date]:
    last = DayClose.objects.order_by("-day").values_list("day", flat=True).first()
    if last is None:
        first = find_first_transfer()
        if first is None:
            return []
        # One day more: what began before that transfer and was booked after it is not lost.
        last = local_date(first, zone) - dt.timedelta(days=2)
    over = (local_date(now - MARGIN, zone) - last).days - 1
    return [last + dt.timedelta(days=ahead) for ahead in range(1, min(over, MOST) + 1)]


def _close(day: dt.date, zone: str, now: dt.datetime) -> None:
    since = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    until = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    values: dict[str, Any] = {"day": day, "zone": zone, "since": since, "until": until, "now": now}
    with connection.cursor() as cursor:
        for statement in (FORGET, TOTAL, SUPPLIERS, NOTE):
            cursor.execute(statement, values)


def _forget_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM finance_daytotal")
        cursor.execute("DELETE FROM finance_supplierdaytotal")
        cursor.execute("DELETE FROM finance_dayclose")
