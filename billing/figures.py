"""The figures of subscriptions over twelve months: what they are made of, and how they are told. Definitions: docs/billing-figures.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from billing.figures_selectors import (
    Kept,
    Move,
    SubscriptionGroup,
    TrialMonth,
    list_groups,
    list_kept,
    list_moves,
    list_trials,
)

MONTHS: Final = 12
UP: Final = ("new", "back", "more")
DOWN: Final = ("less", "churn")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the platform's calendar.

    Args:
        opening, closing: what all paid a month at its beginning and its end (of the month that runs: at this moment).
        moves: what came (positive) and went (negative), by kind; they sum up to the difference.
        times: how often each happened.
        kept: what became of those who paid at its beginning.
    """

    first: dt.date
    opening: int
    closing: int
    moves: dict[str, int]
    times: dict[str, int]
    kept: Kept


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it at one moment.

    Args:
        months: the oldest first; the last one runs.
        year: what became of those who paid 365 days ago.
        groups: of subscriptions that count as income.
        demo: subscriptions of the demo's provider that do not.
        off: minor units by which the steps and the subscriptions differ; 0 where all is well.
    """

    months: list[Month]
    year: Kept
    groups: list[SubscriptionGroup]
    demo: int
    trials: list[TrialMonth]
    off: int

    @property
    def mrr(self) -> int:
        """Monthly recurring revenue at this moment, minor units."""
        return sum(each.worth for each in self.groups)

    @property
    def paying(self) -> int:
        """How many merchants pay at this moment."""
        return sum(each.paying for each in self.groups)

    @property
    def arpa(self) -> int:
        """What a paying merchant pays a month on average, rounded down; 0: nobody pays."""
        return self.mrr // self.paying if self.paying else 0


def list_months(now: dt.datetime, many: int = MONTHS) -> list[dt.date]:
    """The first days of so many months, the last of which runs, in the platform's time zone."""
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    last = today.year * 12 + today.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(last - many + 1, last + 1)]


def beginning_of(day: dt.date) -> dt.datetime:
    """The first moment of a day in the platform's time zone."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(settings.TIME_ZONE))


def tenths(part: int, whole: int) -> int | None:
    """A share in tenths of a per cent, rounded half up; None: of nothing."""
    return (part * 1000 + whole // 2) // whole if whole > 0 else None


def find_figures(now: dt.datetime) -> Figures:
    """The figures at a moment; four statements, however many merchants there are. In the platform's context."""
    firsts = list_months(now)
    starts = [beginning_of(each) for each in firsts]
    spans = [*zip(starts, [*starts[1:], now + dt.timedelta(days=1)], strict=True)]
    *kept, year = list_kept([*spans, (now - dt.timedelta(days=365), now + dt.timedelta(days=1))], now)
    moves = list_moves(starts[0], now)
    months, at = [], sum(each.amount for each in moves if each.month is None)
    for first, fate in zip(firsts, kept, strict=True):
        own = [each for each in moves if each.month == first]
        closing = at + sum(each.amount for each in own)
        months.append(Month(first, at, closing, _sums(own), _times(own), fate))
        at = closing
    every = list_groups(now)
    real = settings.KAQUAN_BILLING == "stripe"
    groups = [each for each in every if not (real and each.provider == "sandbox")]
    demo = sum(each.many for each in every) - sum(each.many for each in groups)
    return Figures(months, year, groups, demo, list_trials(now), at - sum(each.worth for each in groups))


def _sums(moves: list[Move]) -> dict[str, int]:
    return {kind: sum(each.amount for each in moves if each.kind == kind) for kind in (*UP, *DOWN)}


def _times(moves: list[Move]) -> dict[str, int]:
    return {kind: sum(each.many for each in moves if each.kind == kind) for kind in (*UP, *DOWN)}
