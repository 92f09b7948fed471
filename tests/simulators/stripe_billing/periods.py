"""Stripe's months: a period that is anchored on the 31st ends on the last day of shorter months."""

from __future__ import annotations

import calendar
import datetime as dt

DAY, HOUR = 86400, 3600


def add(start: int, interval: str, count: int) -> int:
    """So many days, weeks, months or years later, in seconds of UTC."""
    if interval in {"day", "week"}:
        return start + count * (DAY if interval == "day" else 7 * DAY)
    moment = dt.datetime.fromtimestamp(start, dt.UTC)
    months = moment.year * 12 + moment.month - 1 + count * (12 if interval == "year" else 1)
    year, month = divmod(months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return int(moment.replace(year=year, month=month + 1, day=day).timestamp())


def period_at(anchor: int, interval: str, count: int, moment: int) -> tuple[int, int]:
    """The period that this moment lies in: the first that ends after it, counted from the anchor."""
    step = 0
    if anchor > moment:
        while add(anchor, interval, step * count) > moment:
            step -= 1
    while add(anchor, interval, (step + 1) * count) <= moment:
        step += 1
    return add(anchor, interval, step * count), add(anchor, interval, (step + 1) * count)
