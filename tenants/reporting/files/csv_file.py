"""A sheet as CSV for a spreadsheet: UTF-8 with its mark, a batch of rows at a time, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from platform_core.kernel.money import to_major
from tenants.reporting.files.cells import text_of
from tenants.reporting.formats import BOM, safe_cell
from tenants.reporting.reports.sheet import MONEY, NUMBER, Column, Row, Sheet

BATCH = 500


def csv_of(sheet: Sheet, zone: str) -> Iterator[bytes]:
    """The bytes of the file. Amounts are plain numbers, so that they can be added up."""
    where = ZoneInfo(zone)
    yield BOM + _lines([[safe_cell(str(column.label)) for column in sheet.columns]])
    rows = iter(sheet.rows)
    while batch := list(islice(rows, BATCH)):
        yield _lines([_line(sheet.columns, row, where) for row in batch])
    if sheet.totals:
        yield _lines([_line(sheet.columns, row, where) for row in sheet.totals])


def _line(columns: tuple[Column, ...], row: Row, zone: ZoneInfo) -> list[str]:
    return [_cell(column, value, row.currency, zone) for column, value in zip(columns, row.cells, strict=True)]


def _cell(column: Column, value: Any, currency: str, zone: ZoneInfo) -> str:
    if isinstance(value, int) and column.kind == MONEY:
        return str(to_major(value, currency))
    if isinstance(value, int) and column.kind == NUMBER:
        return str(value)
    return safe_cell(text_of(column, value, currency, zone))


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()
