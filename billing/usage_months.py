"""What earlier months used."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import DateField, Max, Sum
from django.db.models.functions import TruncMonth

from billing.enums import Meter
from billing.models import UsageTotal
from platform_core.tenancy.reference import TenantRef


class UsedMonth(NamedTuple):
    """What a shop used in a calendar month of its own, by ``Meter``; of storage the highest day's megabytes."""

    month: dt.date
    used: dict[str, int]


def list_used_months(tenant: TenantRef, now: dt.datetime, months: int) -> list[UsedMonth]:
    """The months before this one, the newest first, without those in which nothing was used. One query.

    Args:
        months: how many back at most.
    """
    zone = ZoneInfo(tenant.time_zone)
    here = now.astimezone(zone).date().replace(day=1)
    since = here
    for _ in range(months):
        since = (since - dt.timedelta(days=1)).replace(day=1)
    begin, end = (dt.datetime.combine(each, dt.time(), zone) for each in (since, here))
    rows = UsageTotal.objects.filter(tenant_role=tenant.role_name, at__gte=begin, at__lt=end)
    by_month = rows.annotate(month=TruncMonth("at", tzinfo=zone, output_field=DateField())).values("month", "meter")
    found: dict[dt.date, dict[str, int]] = {}
    for row in by_month.annotate(total=Sum("quantity"), highest=Max("quantity")):
        used = row["highest"] if row["meter"] == Meter.STORAGE else row["total"]
        found.setdefault(row["month"], {})[row["meter"]] = used
    return [UsedMonth(month, used) for month, used in sorted(found.items(), reverse=True)]
