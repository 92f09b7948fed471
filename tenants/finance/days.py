"""Days of the shop: from which moment to which."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant

EVER = dt.date(2000, 1, 1)  # before any shop


class Period(NamedTuple):
    """Days of the shop's own calendar, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> dt.datetime:
        """Its first moment."""
        return _midnight(self.first)

    @property
    def until(self) -> dt.datetime:
        """The moment after its last."""
        return _midnight(self.last + dt.timedelta(days=1))

    def before(self) -> Period:
        """As many days, right before."""
        return Period(self.first - dt.timedelta(days=self.days), self.first - dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(shop_zone()))


def shop_zone() -> str:
    """The IANA time zone by whose days this shop counts."""
    return current_tenant().time_zone


def shop_day(moment: dt.datetime) -> dt.date:
    """The shop's date of a moment."""
    return local_date(moment, shop_zone())


def month_of(day: dt.date) -> Period:
    """The calendar month that a day is in."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
