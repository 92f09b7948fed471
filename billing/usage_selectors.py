"""What a shop uses, for the page that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import DateField, Max, Sum
from django.db.models.functions import TruncDate

from billing.enums import Meter
from billing.forecast import DAY, SERIES_DAYS, Month, forecast_stand, forecast_sum
from billing.models import UsageTotal
from platform_core.entitlements.plans import Allowance
from platform_core.entitlements.selectors import find_entitlement
from platform_core.tenancy.reference import TenantRef

NOTHING_KEPT: Final = Allowance()


@dataclass(frozen=True, slots=True)
class UsageOfMeter:
    """What a shop used of something in its current month.

    Args:
        meter: one of ``Meter``.
        used: until now (of storage: what stands now, in megabytes).
        limit: of its plan; None: there is none.
        forecast: what it will be at the month's end; None: there are no three days to go by.
        hit_on: the day of this month on which the limit is reached, or was; None: it is not.
        days: (date of the shop, quantity) of each day of the month up to today.
    """

    meter: str
    used: int
    limit: int | None
    forecast: int | None
    hit_on: dt.date | None
    days: list[tuple[dt.date, int]]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a shop uses: codes, short messages, storage, in this order."""

    meters: list[UsageOfMeter]


def usage_of(tenant: TenantRef, now: dt.datetime, codes_issued: int | None = None) -> Usage:
    """What a live shop used in the calendar month of its time zone. Two queries, in its own context or the platform's.

    Args:
        codes_issued: codes of this month by the shop's own counter, where the caller has it: that of events is some seconds behind.
    """
    zone = ZoneInfo(tenant.time_zone)
    month = month_of(now, zone)
    held = find_entitlement(tenant.live_tenant_id or tenant.id)
    allowed = held.allowance if held else NOTHING_KEPT
    series = _series(tenant.role_name, month, zone)
    limits = {Meter.CODES: allowed.codes, Meter.SMS: None, Meter.STORAGE: allowed.storage_mb}
    exact = {Meter.CODES: codes_issued}
    return Usage([_of_meter(meter, series[meter], limits[meter], exact.get(meter), month) for meter in Meter])


def month_of(now: dt.datetime, zone: ZoneInfo) -> Month:
    """The calendar month of a moment in a time zone."""
    local = now.astimezone(zone)
    first = local.date().replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Month(first, last, local.date(), min((local - midnight) / DAY, 1.0))


def _series(role: str, month: Month, zone: ZoneInfo) -> dict[Meter, dict[dt.date, int]]:
    """Quantities by day of the shop since the month began, and at least of the last weeks; storage by its own days, of UTC."""
    since = min(month.first, month.today - SERIES_DAYS * DAY)
    begin = dt.datetime.combine(since, dt.time(), zone)
    rows = UsageTotal.objects.filter(tenant_role=role, at__gte=begin)
    by_day = rows.annotate(day=TruncDate("at", tzinfo=zone, output_field=DateField())).values("meter", "day")
    series: dict[Meter, dict[dt.date, int]] = {meter: {} for meter in Meter}
    for row in by_day.annotate(total=Sum("quantity"), highest=Max("quantity")):
        meter = Meter(row["meter"])
        series[meter][row["day"]] = row["highest"] if meter == Meter.STORAGE else row["total"]
    return series


def _of_meter(
    meter: Meter, days: Mapping[dt.date, int], limit: int | None, exact: int | None, month: Month
) -> UsageOfMeter:
    shown = [month.first + number * DAY for number in range((month.today - month.first).days + 1)]
    if meter == Meter.STORAGE:
        seen = sorted(day for day in days if day <= month.today)
        used = days[seen[-1]] if seen else 0
        told = forecast_stand(days, limit, month)
        listed = [(day, days[day]) for day in shown if day in days]
    else:
        counted = sum(days.get(day, 0) for day in shown)
        used = counted if exact is None else exact
        told = forecast_sum(days, used, limit, month)
        listed = [(day, days.get(day, 0)) for day in shown]
    return UsageOfMeter(meter.value, used, limit, told.total, told.hit_on, listed)
