"""Which days a page of the books is about, as asked for in its address."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from platform_core.kernel.clock import now
from tenants.finance.days import Period, month_of, shop_day

LONGEST = 366  # days of a report that has a line for each


class Preset(NamedTuple):
    label: str
    period: Period
    chosen: bool


def today() -> dt.date:
    """The shop's date."""
    return shop_day(now())


def asked_day(request: HttpRequest, name: str) -> dt.date | None:
    """A date of the address, or of a form; None: none, or no date."""
    text = request.POST.get(name) or request.GET.get(name, "")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def asked_period(request: HttpRequest, *, longest: int = LONGEST) -> Period:
    """From ``since`` to ``until``, this month so far where nothing is said; turned round or cut where it makes no sense."""
    here = today()
    since, until = asked_day(request, "since"), asked_day(request, "until")
    if since is None and until is None:
        return Period(here.replace(day=1), here)
    first, last = since or until or here, until or max(since or here, here)
    if first > last:
        first, last = last, first
    return Period(max(first, last - dt.timedelta(days=longest - 1)), last)


def presets(period: Period) -> list[Preset]:
    """Periods that people ask for most."""
    here = today()
    before = month_of(here.replace(day=1) - dt.timedelta(days=1))
    named = [
        (_("今天"), Period(here, here)),
        (_("昨天"), Period(here - dt.timedelta(days=1), here - dt.timedelta(days=1))),
        (_("近 7 天"), Period(here - dt.timedelta(days=6), here)),
        (_("近 30 天"), Period(here - dt.timedelta(days=29), here)),
        (_("本月"), Period(here.replace(day=1), here)),
        (_("上月"), before),
    ]
    return [Preset(label, each, each == period) for label, each in named]
