"""What a shop used, month by month, and each day of this one as a bar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from billing.enums import Meter
from billing.usage_months import list_used_months
from billing.usage_selectors import Usage, usage_of
from platform_core.tenancy.reference import TenantRef
from tenants.console.billing_offer import MEGABYTES
from tenants.issuance.monthly import find_month_codes

HEIGHT, STEP, GAP = 100, 10, 2
MONTHS: Final = 12  # that are listed
NOT_MEASURED: Final = "–"


class Bar(NamedTuple):
    """A day of the drawing. ``part``: it is not over."""

    x: int
    y: int
    height: int
    day: dt.date
    text: str
    part: bool


class Chart(NamedTuple):
    """Days of the month so far in the room of the whole month."""

    width: int
    top: str
    bars: list[Bar]
    first: dt.date
    last: dt.date


class MonthRow(NamedTuple):
    """What was used in a month; storage as the highest day had it."""

    month: dt.date
    codes: str
    sms: str
    storage: str


def find_usage(tenant: TenantRef, now: dt.datetime) -> Usage:
    """What the shop used in this month; codes by the counter that refuses what is too much. Three queries."""
    return usage_of(tenant, now, find_month_codes(now))


def quantity_words(meter: str, quantity: int) -> str:
    """``1,234``, of storage ``12 MB`` or ``1.5 GB``."""
    if meter != Meter.STORAGE:
        return f"{quantity:,}"
    if quantity < MEGABYTES:
        return f"{quantity:,} MB"
    tenths = (quantity * 10 + MEGABYTES // 2) // MEGABYTES
    return f"{tenths // 10:,}.{tenths % 10} GB"


def chart_of(meter: str, days: Sequence[tuple[dt.date, int]]) -> Chart | None:
    """A bar a day; None where nothing was used."""
    top = max((quantity for _, quantity in days), default=0)
    if top <= 0:
        return None
    first = days[0][0].replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    bars = []
    for day, quantity in days:
        high = max(quantity * HEIGHT // top, 1 if quantity else 0)
        text = f"{day:%m-%d} {quantity_words(meter, quantity)}"
        bars.append(Bar((day - first).days * STEP, HEIGHT - high, high, day, text, day == days[-1][0]))
    return Chart(last.day * STEP - GAP, quantity_words(meter, top), bars, first, last)


def list_months(tenant: TenantRef, now: dt.datetime) -> list[MonthRow]:
    """What earlier months used, the newest first. One query."""
    return [
        MonthRow(each.month, *(_of_month(meter, each.used.get(meter)) for meter in Meter.values))
        for each in list_used_months(tenant, now, MONTHS)
    ]


def _of_month(meter: str, quantity: int | None) -> str:
    """Nothing issued is none; nothing measured is not that nothing was there."""
    return NOT_MEASURED if quantity is None and meter == Meter.STORAGE else quantity_words(meter, quantity or 0)
