"""A look at a statement before anything of it is loaded."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from tenants.reporting.enums import LineKind
from tenants.reporting.errors import StatementRefused
from tenants.reporting.reading.opening import Opener, open_statement
from tenants.reporting.reading.rows import LineFault, StatementRow
from tenants.reporting.reading.tables import Head, iter_rows, read_head

SHOWN = 8
LOOKED_AT = 200_000  # lines; of a longer one the period is what the merchant says it is


@dataclass(slots=True)
class Recognised:
    """What a file is, and its first lines. ``counts`` and ``sums`` by kind and currency."""

    head: Head
    merchants: set[str]
    first_day: dt.date
    last_day: dt.date
    whole: bool
    rows: list[StatementRow] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    fault_count: int = 0
    counts: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    sums: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))


def preview_statement(opener: Opener, *, shop: str) -> Recognised:
    """Tell what a file is, and read on to see which days it is of.

    Raises:
        StatementRefused: it is no statement that we know, or has no line that can be read and does not say of when it is.
    """
    with open_statement(opener) as lines:
        head = read_head(lines)
        days, shown = (
            set[dt.date](),
            Recognised(head, set(filter(None, [head.merchant])), dt.date.min, dt.date.min, True),
        )
        for number, row in enumerate(iter_rows(lines, head, shop=shop)):
            if number >= LOOKED_AT:
                shown.whole = False
                break
            _take(shown, row, days, head)
    first, last = head.first_day, head.last_day
    if not days and (first is None or last is None):
        raise StatementRefused(reason="without_lines")
    shown.first_day = first or min(days)
    shown.last_day = max(last or max(days), shown.first_day)
    return shown


def _take(shown: Recognised, row: StatementRow | LineFault, days: set[dt.date], head: Head) -> None:
    if isinstance(row, LineFault):
        shown.fault_count += 1
        if len(shown.faults) < SHOWN:
            shown.faults.append(row)
        return
    if len(shown.rows) < SHOWN:
        shown.rows.append(row)
    shown.merchants.update(row.merchants)
    shown.counts[row.kind.value, row.currency] += 1
    shown.sums[row.kind.value, row.currency] += row.fee if row.kind == LineKind.FEE else row.amount
    days.add(row.at.astimezone(head.table.clock).date())
