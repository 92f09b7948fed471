"""What a month will come to, from the days that are known. Pure.

A day is expected to be the level of late days times what its weekday is beside the others:

* weekday factors: the mean of a weekday over the mean of all days, from whole weeks (two to four of them; before, all are 1);
* level: the mean of the last seven whole days, each divided by its factor, weighted 7, 6, … 1 from the latest to the oldest.

That is the ratio method of classical multiplicative decomposition with a linearly weighted moving average instead of a trend
(Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., sections 3.4 and 5.7). Today counts as far as it
has come, and the rest of it in proportion of the hours. A quantity that stands (storage) goes on growing by its mean of late days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple

DAY: Final = dt.timedelta(days=1)
LEVEL_DAYS: Final = 7
LEAST_DAYS: Final = 3  # of data; before, nothing is said
WEEKS: Final = range(4, 1, -1)
SERIES_DAYS: Final = 28


class Forecast(NamedTuple):
    """What the month's end will see, and the day on which the limit is reached (None: not in this month)."""

    total: int | None
    hit_on: dt.date | None


class Month(NamedTuple):
    """Where in its month a shop is. ``passed``: the part of today that is over, 0 to 1."""

    first: dt.date
    last: dt.date
    today: dt.date
    passed: float


def forecast_sum(days: Mapping[dt.date, int], used: int, limit: int | None, month: Month) -> Forecast:
    """What is added up over the month (codes, messages).

    Args:
        days: quantities by day, days of earlier months too; days that are missing after the first one are 0.
        used: of the month until now.
    """
    reached = _reached(days, limit, month) if limit is not None else None
    if reached is None and limit is not None and used >= limit:
        reached = month.today  # the exact counter is ahead of the series
    known = _whole_days(days, month.today)
    if len(known) < LEAST_DAYS:
        return Forecast(None, reached)
    factors = _factors(known)
    level = _level(known, factors)
    total = used + level * factors[month.today.weekday()] * (1 - month.passed)
    if reached is None and limit is not None and total >= limit:
        reached = month.today
    day = month.today + DAY
    while day <= month.last:
        total += level * factors[day.weekday()]
        if reached is None and limit is not None and total >= limit:
            reached = day
        day += DAY
    return Forecast(round(total), reached)


def forecast_stand(days: Mapping[dt.date, int], limit: int | None, month: Month) -> Forecast:
    """What stands and is measured each day (storage).

    Args:
        days: the figure of each day that has one.
    """
    seen = sorted(day for day in days if day <= month.today)
    over = [day for day in seen if limit is not None and days[day] >= limit and day >= month.first]
    late = [day for day in seen if day > month.today - (LEVEL_DAYS + 1) * DAY]
    if len(late) < LEAST_DAYS:
        return Forecast(None, over[0] if over else None)
    newest = days[late[-1]]
    growth = max((newest - days[late[0]]) / (late[-1] - late[0]).days, 0.0)
    left = (month.last - late[-1]).days
    reached = over[0] if over else None
    if reached is None and limit is not None:
        ahead = (late[-1] + number * DAY for number in range(1, left + 1) if newest + growth * number >= limit)
        reached = next(ahead, None)
    return Forecast(round(newest + growth * left), reached)


def _reached(days: Mapping[dt.date, int], limit: int | None, month: Month) -> dt.date | None:
    """The day of this month on which it was reached already."""
    total = 0
    for day in sorted(each for each in days if month.first <= each <= month.today):
        total += days[day]
        if limit is not None and total >= limit:
            return day
    return None


def _whole_days(days: Mapping[dt.date, int], today: dt.date) -> list[tuple[dt.date, int]]:
    """The last weeks up to yesterday, the oldest first, from the first day that has something."""
    begun = [day for day in days if days[day] and day < today]
    if not begun:
        return []
    first = max(min(begun), today - SERIES_DAYS * DAY)
    return [(first + number * DAY, days.get(first + number * DAY, 0)) for number in range((today - first).days)]


def _factors(known: list[tuple[dt.date, int]]) -> list[float]:
    """What each weekday is beside the others."""
    weeks = next((number for number in WEEKS if len(known) >= 7 * number), 0)
    late = known[len(known) - 7 * weeks :] if weeks else []
    total = sum(quantity for _, quantity in late)
    if not total:
        return [1.0] * 7
    return [7 * sum(quantity for day, quantity in late if day.weekday() == weekday) / total for weekday in range(7)]


def _level(known: list[tuple[dt.date, int]], factors: list[float]) -> float:
    """A day of late, without its weekday. Weekdays on which nothing is ever used say nothing."""
    weighted = [
        (weight, quantity / factors[day.weekday()])
        for weight, (day, quantity) in zip(range(LEVEL_DAYS, 0, -1), reversed(known), strict=False)
        if factors[day.weekday()]
    ]
    weights = sum(weight for weight, _ in weighted)
    return sum(weight * value for weight, value in weighted) / weights if weights else 0.0
