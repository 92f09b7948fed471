"""Tables for people with a spreadsheet: CSV and XLSX, row by row, in flat memory; a text stays a text there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter

from tenants.reporting.formats import BOM, safe_cell

Cell = str | int | Decimal | None
MOST_ROWS = 1_000_000  # a sheet of XLSX holds 1,048,576


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, at_once: int = 500) -> Iterator[bytes]:
    """A CSV file a piece at a time, with the mark by which a spreadsheet knows UTF-8. Texts never begin a formula (OWASP)."""
    yield BOM + _lines([head])
    batch: list[Sequence[Cell]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == at_once:
            yield _lines(batch)
            batch = []
    if batch:
        yield _lines(batch)


def _lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def write_xlsx(file: BinaryIO, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write one sheet. Texts are written as texts, never as a formula or a link; amounts as numbers.

    Returns:
        How many rows it has, beside its head.
    """
    count = 0
    with xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for column, name in enumerate(head):
            sheet.write_string(0, column, name, bold)
        for count, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(count, column, cell)
                elif cell is not None:
                    sheet.write_number(count, column, cell)
    return count
