"""Net sales of each day as bars; the table below says the same in figures."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from platform_core.kernel.money import format_money
from tenants.reporting.reports.sheet import Sheet

HEIGHT, WIDE, GAP = 120, 14, 4
MOST = 62  # bars that can be told apart


class Bar(NamedTuple):
    x: int
    y: int
    height: int
    day: dt.date
    text: str


class Chart(NamedTuple):
    width: int
    height: int
    bar: int
    bars: list[Bar]
    highest: str


def bars_of(sheet: Sheet) -> Chart | None:
    """Bars of the currency that sells most; None where there are too few or too many days to see anything."""
    place = [column.key for column in sheet.columns].index("net")
    most = max(sheet.totals, key=lambda row: row.cells[place], default=None)
    if most is None:
        return None
    found = {row.key: row.cells[place] for row in sheet.rows if row.currency == most.currency}
    days = [min(found) + dt.timedelta(days=ahead) for ahead in range((max(found) - min(found)).days + 1)]
    top = max(found.values())
    if not 2 <= len(days) <= MOST or top <= 0:
        return None
    bars = []
    for number, day in enumerate(days):
        value = found.get(day, 0)
        high = max(value, 0) * HEIGHT // top
        text = f"{day:%Y-%m-%d} {format_money(value, most.currency)}"
        bars.append(Bar(number * (WIDE + GAP), HEIGHT - high, high, day, text))
    return Chart(len(days) * (WIDE + GAP), HEIGHT, WIDE, bars, format_money(top, most.currency))
