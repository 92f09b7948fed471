"""Figures of the first page: what a time brought, against the time before it, and a bar for each of thirty days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from platform_core.kernel.money import format_money
from tenants.finance.days import Period
from tenants.finance.selectors import list_day_totals
from tenants.insights.selectors import DayCount, Repurchase, list_days, list_repurchases
from tenants.reporting.profit import Result, results_of

SPANS: Final = {1: _("今天"), 7: _("近 7 天"), 30: _("近 30 天")}
LONGEST: Final = 30
STEP, GAP, HEIGHT, LEAST = (
    10,
    2,
    100,
    1,
)  # of the drawing: a day, between two, the tallest, what stands for anything at all


class Span(NamedTuple):
    """What a time brought, in the shop's own currency; amounts in minor units."""

    currency: str
    result: Result
    views: int
    placed: int
    paid: int

    @property
    def average(self) -> int:
        """What an order came to (客单价), rounded to the nearest minor unit."""
        return (2 * self.result.gross + self.result.orders) // (2 * self.result.orders) if self.result.orders else 0

    @property
    def gross(self) -> str:
        """In words."""
        return format_money(self.result.gross, self.currency)

    @property
    def each(self) -> str:
        """The average, in words."""
        return format_money(self.average, self.currency) if self.result.orders else "—"


class Change(NamedTuple):
    """How much more or less than before, in words; ``tone``: up, down or none."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the drawing. ``part``: it is not over. ``chosen``: it is in the time that is looked at."""

    day: dt.date
    result: Result
    gross: str
    net: str
    count: DayCount
    x: int
    y: int
    height: int
    part: bool
    chosen: bool


class Board(NamedTuple):
    """Everything that the first page says of sales."""

    days: int
    period: Period
    now: Span
    before: Span
    others: list[tuple[str, str]]  # gross in other currencies
    bars: list[Bar]
    top: str
    rate: Repurchase | None
    rate_before: Repurchase | None

    @property
    def sold(self) -> bool:
        """Is there any bar?"""
        return any(bar.height for bar in self.bars)


def board_of(*, days: int, today: dt.date, currency: str) -> Board:
    """The figures, in three statements of kept days and of what today's indexes say.

    Args:
        days: one of ``SPANS``.
        currency: the shop's own.
    """
    chosen = Period(today - dt.timedelta(days=days - 1), today)
    reach = Period(today - dt.timedelta(days=2 * LONGEST - 1), today)
    results: dict[dt.date, dict[str, Result]] = {}
    facts: dict[dt.date, list[Any]] = {}
    for fact in list_day_totals(reach):
        if fact.day is not None:
            facts.setdefault(fact.day, []).append(fact)
    for day, of_day in facts.items():
        results[day] = results_of(of_day)
    counts = {count.day: count for count in list_days(reach)}
    ends = [today - dt.timedelta(days=1), today - dt.timedelta(days=1 + LONGEST)]
    rates = list_repurchases(ends)
    bars, top = _bars(results, counts, today, chosen, currency)
    return Board(
        days=days,
        period=chosen,
        now=_span(results, counts, chosen, currency),
        before=_span(results, counts, chosen.before(), currency),
        others=_others(results, chosen, currency),
        bars=bars,
        top=format_money(top, currency),
        rate=rates.get(ends[0]),
        rate_before=rates.get(ends[1]),
    )


def _days(period: Period) -> list[dt.date]:
    return [period.first + dt.timedelta(days=ahead) for ahead in range(period.days)]


def _span(
    results: dict[dt.date, dict[str, Result]], counts: dict[dt.date, DayCount], period: Period, currency: str
) -> Span:
    whole = Result()
    for day in _days(period):
        whole = whole.plus(results.get(day, {}).get(currency, Result()))
    seen = [counts[day] for day in _days(period) if day in counts]
    return Span(
        currency,
        whole,
        sum(count.views for count in seen),
        sum(count.placed for count in seen),
        sum(count.paid for count in seen),
    )


def _others(results: dict[dt.date, dict[str, Result]], period: Period, currency: str) -> list[tuple[str, str]]:
    sums: dict[str, int] = {}
    for day in _days(period):
        for other, result in results.get(day, {}).items():
            if other != currency and result.gross:
                sums[other] = sums.get(other, 0) + result.gross
    return [(other, format_money(amount, other)) for other, amount in sorted(sums.items())]


def _bars(
    results: dict[dt.date, dict[str, Result]],
    counts: dict[dt.date, DayCount],
    today: dt.date,
    chosen: Period,
    currency: str,
) -> tuple[list[Bar], int]:
    days = _days(Period(today - dt.timedelta(days=LONGEST - 1), today))
    of_days = [results.get(day, {}).get(currency, Result()) for day in days]
    top = _round_up(max(result.gross for result in of_days))
    bars = []
    for place, (day, result) in enumerate(zip(days, of_days, strict=True)):
        height = max(HEIGHT * max(result.gross, 0) // top, LEAST) if top and result.gross > 0 else 0
        gross, net = format_money(result.gross, currency), format_money(result.net, currency)
        count = counts.get(day, DayCount(day, 0, 0, 0, 0))
        x, y = place * STEP, HEIGHT - height
        bars.append(Bar(day, result, gross, net, count, x, y, height, day == today, day >= chosen.first))
    return bars, top


def _round_up(most: int) -> int:
    """The end of the scale: a round number, not below the tallest bar and not far above it."""
    if most <= 0:
        return 0
    step = 1
    while 100 * step < most:
        step *= 10
    return next(tens * step for tens in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100) if tens * step >= most)


def change_of(new: int, old: int) -> Change | None:
    """How much more or less in percent; None: there was nothing before to compare with."""
    if old <= 0:
        return None
    percent = (200 * (new - old) + old) // (2 * old)
    tone = "up" if percent > 0 else "down" if percent < 0 else ""
    return Change(f"{percent:+d}%" if percent else "±0%", tone)


def share_of(part: int, whole: int) -> str:
    """A share as percent with one decimal; a dash of nothing."""
    if whole <= 0:
        return "—"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def width_of(bars: Sequence[Bar]) -> int:
    """Of the drawing."""
    return len(bars) * STEP
