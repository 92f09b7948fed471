"""A sheet as CSV for a spreadsheet: UTF-8 with its mark, a batch of rows at a time, and no cell that it would take for a formula.

Cells are written a column at a time: what has to be decided about a column is decided once, not for each of its cells.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from platform_core.kernel.money import to_major
from platform_core.kernel.spreadsheets import safe_cell
from tenants.reporting.files.cells import in_zone, text_of
from tenants.reporting.formats import BOM
from tenants.reporting.reports.sheet import MOMENT, MONEY, NUMBER, TEXT, Column, Row, Sheet

BATCH = 1_000
Cells = Iterable[Any]
# A column's cells, and the currency of each row.
Writer = Callable[[Cells, Sequence[str]], Cells]


def csv_of(sheet: Sheet, zone: str) -> Iterator[bytes]:
    """The bytes of the file. Amounts are plain numbers, so that they can be added up."""
    writers = [_writer(column, ZoneInfo(zone)) for column in sheet.columns]
    yield BOM + _lines([[safe_cell(str(column.label)) for column in sheet.columns]])
    rows = iter(sheet.rows)
    while batch := list(islice(rows, BATCH)):
        yield _lines(_cells(writers, batch))
    if sheet.totals:
        yield _lines(_cells(writers, sheet.totals))


def _cells(writers: Sequence[Writer], rows: Sequence[Row]) -> Iterable[Cells]:
    currencies = [row.currency for row in rows]
    columns = zip(*(row.cells for row in rows), strict=True)
    return zip(*(write(cells, currencies) for write, cells in zip(writers, columns, strict=True)), strict=True)


def _writer(column: Column, zone: ZoneInfo) -> Writer:
    def other(cells: Cells, currencies: Sequence[str]) -> Cells:
        return [
            safe_cell(text_of(column, cell, currency, zone)) for cell, currency in zip(cells, currencies, strict=True)
        ]

    def moments(cells: Cells, currencies: Sequence[str]) -> Cells:
        return [_moment(cell, zone) for cell in cells]

    return {MONEY: _money, NUMBER: _plain, TEXT: _texts, MOMENT: moments}.get(column.kind, other)


def _money(cells: Cells, currencies: Sequence[str]) -> Cells:
    return [
        str(to_major(cell, currency)) if isinstance(cell, int) else _text(cell)
        for cell, currency in zip(cells, currencies, strict=True)
    ]


def _plain(cells: Cells, currencies: Sequence[str]) -> Cells:
    return [cell if isinstance(cell, int) else _text(cell) for cell in cells]


def _texts(cells: Cells, currencies: Sequence[str]) -> Cells:
    return map(_text, cells)


def _text(cell: Any) -> str:
    """Most begin with a letter or a digit, and need no further look."""
    if isinstance(cell, str):
        return cell if cell[:1].isalnum() else safe_cell(cell)
    return "" if cell is None else str(cell)


def _moment(cell: Any, zone: ZoneInfo) -> str:
    return in_zone(cell, zone).isoformat(" ", "seconds") if isinstance(cell, dt.datetime) else _text(cell)


def _lines(rows: Iterable[Cells]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()
