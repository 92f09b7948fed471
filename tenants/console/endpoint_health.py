"""The health of an endpoint as bars: what arrived stands above the line, what failed hangs below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STEP, GAP = 10, 2  # width of a bar with its gap, in units of the drawing
HEIGHT, LEAST = 100.0, 1.5  # of the drawing; of a bar that stands for anything at all


class Span(NamedTuple):
    """A time that is looked back on: how it is called, how many bars, how long each."""

    words: Any
    bars: int
    each: dt.timedelta


SPANS = {
    "24h": Span(_("24 小时"), 24, dt.timedelta(hours=1)),
    "7d": Span(_("7 天"), 28, dt.timedelta(hours=6)),
    "30d": Span(_("30 天"), 30, dt.timedelta(days=1)),
}


@dataclass(slots=True)
class Bar:
    """Attempts of a stretch of time; the rest is where the bar stands in the drawing."""

    since: dt.datetime
    until: dt.datetime
    succeeded: int = 0
    failed: int = 0
    duration: int = 0
    slowest: int = 0
    x: int = 0
    up: float = 0.0
    down: float = 0.0
    top: float = 0.0

    @property
    def count(self) -> int:
        """All attempts of it."""
        return self.succeeded + self.failed

    @property
    def average(self) -> int:
        """Milliseconds of an attempt."""
        return round(self.duration / self.count) if self.count else 0


@dataclass(slots=True)
class Health:
    """All bars of a span, and what they say together."""

    bars: list[Bar] = field(default_factory=list)
    line: float = HEIGHT

    @property
    def whole(self) -> Bar:
        """Everything in one."""
        first, last = self.bars[0], self.bars[-1]
        return Bar(
            first.since,
            last.until,
            sum(each.succeeded for each in self.bars),
            sum(each.failed for each in self.bars),
            sum(each.duration for each in self.bars),
            max(each.slowest for each in self.bars),
        )

    @property
    def rate(self) -> str:
        """How much of it arrived, in per cent; never rounded up to all of it."""
        whole = self.whole
        if not whole.count:
            return ""
        share = 100 * whole.succeeded / whole.count
        return "100" if not whole.failed else f"{min(share, 99.9):.1f}"

    @property
    def width(self) -> int:
        """Of the drawing."""
        return STEP * len(self.bars)


def begin_of(span: Span, moment: dt.datetime) -> dt.datetime:
    """Where the first bar begins: bars end with whole hours, quarters of a day or days, as clocks on walls here tell them."""
    local = moment.astimezone(timezone.get_current_timezone())
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    end = midnight + span.each * ((local - midnight) // span.each + 1)
    return end - span.each * span.bars


def health_of(tallies: Sequence[Any], span: Span, moment: dt.datetime) -> Health:
    """Tallies of hours as bars.

    Args:
        tallies: from ``begin_of`` on.
        moment: the present, by the wall.
    """
    begin = begin_of(span, moment)
    bars = [Bar(begin + span.each * n, begin + span.each * (n + 1), x=STEP * n) for n in range(span.bars)]
    for each in tallies:
        number = (each.at - begin) // span.each
        if 0 <= number < span.bars:
            bar = bars[number]
            bar.succeeded += each.succeeded
            bar.failed += each.failed
            bar.duration += each.duration_ms
            bar.slowest = max(bar.slowest, each.slowest_ms)
    return _drawn(bars)


def _drawn(bars: list[Bar]) -> Health:
    """One scale above and below the line, so that heights can be compared."""
    most, worst = max(each.succeeded for each in bars), max(each.failed for each in bars)
    scale = (HEIGHT - 2 * LEAST) / (most + worst) if most + worst else 0.0
    line = HEIGHT - max(worst * scale, LEAST if worst else 0.0)
    for each in bars:
        each.up = round(max(each.succeeded * scale, LEAST if each.succeeded else 0.0), 1)
        each.down = round(max(each.failed * scale, LEAST if each.failed else 0.0), 1)
        each.top = round(line - each.up, 1)
    return Health(bars, round(line, 1))
