"""A report as a sheet: named columns, rows, and what the rows of each currency add up to. Pages and files are drawn from it alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise

TEXT, DAY, MONTH, MOMENT, NUMBER, MONEY = "text", "day", "month", "moment", "number", "money"


class Column(NamedTuple):
    """``kind``: how it is written; MONEY is in minor units of the row's currency, a MOMENT without a zone is by the shop's clock."""

    key: str
    label: str | Promise
    kind: str = TEXT

    @property
    def numeric(self) -> bool:
        """Does it stand at the right, and is it added up?"""
        return self.kind in {NUMBER, MONEY}


class Row(NamedTuple):
    """``cells`` in the order of the columns; ``key``: what it is about, for links."""

    currency: str
    cells: Sequence[Any]
    key: Any = None


class Sheet(NamedTuple):
    """``name``: of its file, in plain letters. ``totals``: one row for each currency. ``remarks``: what a reader must know."""

    name: str
    title: str
    period: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    totals: Sequence[Row] = ()
    remarks: Sequence[str] = ()


def table_sheet(name: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    """A table of texts as a sheet: its first row is the head."""
    lines = iter(rows)
    columns = tuple(Column(str(place), label) for place, label in enumerate(next(lines)))
    return Sheet(name, "", "", columns, (Row("", cells) for cells in lines))


def add_up(columns: Sequence[Column], rows: Iterable[Row], word: str) -> list[Row]:
    """The totals of rows, by currency: figures are added, the first text says so."""
    sums: dict[str, list[Any]] = {}
    for row in rows:
        total = sums.setdefault(row.currency, [0 if column.numeric else "" for column in columns])
        for index, column in enumerate(columns):
            if column.numeric and row.cells[index] is not None:
                total[index] += row.cells[index]
    for currency, total in sums.items():
        for index, column in enumerate(columns):
            if column.key == "currency":
                total[index] = currency
        total[0] = word
    return [Row(currency, cells) for currency, cells in sorted(sums.items())]
