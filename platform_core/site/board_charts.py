"""Bars of the boards: drawn on the server, each with the same figures in the table under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

HEIGHT: Final = 100
STEP, WIDE = 10, 8  # from bar to bar, and how wide one is


class Bar(NamedTuple):
    """A bar, or a piece of one. ``tone``: how it is drawn (``wide``, ``good``, ``bad``, ``late`` or nothing)."""

    x: float
    y: float
    width: float
    height: float
    title: str
    tone: str = ""
    path: str = ""


class Chart(NamedTuple):
    """Bars by week or month. ``line``: where the target is, from the top; None where it is above all bars or there is none.

    ``style``: how ``first`` and ``last`` are written under it; ``ends``: words that stand there instead. ``axis``: where zero lies, from
    the top; None: at the foot.
    """

    title: str
    top: str
    width: int
    bars: list[Bar]
    line: float | None
    target: str
    first: dt.date
    last: dt.date
    style: str = "m-d"
    ends: tuple[str, str] | None = None
    axis: float | None = None


class Rank(NamedTuple):
    """One line of a list with bars: what it is, its pieces out of 100, and what it comes to."""

    label: str
    path: str
    pieces: list[Bar]
    value: str


def list_weeks(first: dt.date, last: dt.date) -> list[dt.date]:
    """The Mondays of all weeks that these days are in."""
    monday = first - dt.timedelta(days=first.weekday())
    return [monday + dt.timedelta(days=ahead) for ahead in range(0, (last - monday).days + 1, 7)]


def layers(
    title: str, weeks: Sequence[dt.date], drawn: Sequence[tuple[str, str, Mapping[dt.date, float]]], *, unit: str,
    target: float | None = None, stacked: bool = False,
) -> Chart:  # fmt: skip
    """A chart by week.

    Args:
        drawn: layers from the back to the front (stacked: from the bottom up): tone, name, value of each week.
        unit: written after a value.
        target: a line that bars should stay under.
    """
    sums = [sum(values.get(week, 0) for _tone, _name, values in drawn) for week in weeks]
    highest = [max((values.get(week, 0) for _tone, _name, values in drawn), default=0) for week in weeks]
    most = max([*(sums if stacked else highest), target or 0])
    top = most or 1
    bars = []
    for place, week in enumerate(weeks):
        floor = 0.0
        for tone, name, values in drawn:
            value = values.get(week, 0)
            if not value:
                continue
            high = round(value * HEIGHT / top, 2)
            text = f"{week:%m-%d} {name} {tell(value)} {unit}".rstrip()
            bars.append(Bar(place * STEP + 1, round(HEIGHT - floor - high, 2), WIDE, high, text, tone))
            floor += high if stacked else 0
    line = None if target is None else round(HEIGHT - target * HEIGHT / top, 2)
    told = "" if target is None else f"{tell(target)} {unit}"
    return Chart(title, f"{tell(most)} {unit}".rstrip(), len(weeks) * STEP, bars, line, told, weeks[0], weeks[-1])


def rank(label: str, path: str, value: str, pieces: Sequence[tuple[str, str, int]], most: int) -> Rank:
    """A line of which the pieces (tone, name, how many) lie side by side; ``most``: the sum of the longest line."""
    drawn, at = [], 0.0
    for tone, name, many in pieces:
        width = round(many * 100 / (most or 1), 2)
        if many:
            drawn.append(Bar(at, 0, width, 10, f"{name} {many}", tone))
        at += width
    return Rank(label, path, drawn, value)


def tell(value: float) -> str:
    """A number without needless digits."""
    return f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.1f}"
