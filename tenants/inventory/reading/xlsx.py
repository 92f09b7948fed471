"""XLSX files by python-calamine (a tenth of openpyxl's time); the archive is checked before it is opened."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook

from tenants.inventory.reading.archive import check_archive
from tenants.inventory.reading.batches import Batch
from tenants.inventory.reading.careful import RowReader
from tenants.inventory.reading.errors import FileRefused, LineError
from tenants.inventory.reading.format import Opener, ReadFormat
from tenants.inventory.reading.rows import CodeRow

MAXIMUM_ARCHIVE = 64 * 1024 * 1024
EXACT_DIGITS = 10**15  # a spreadsheet number beyond this has lost digits


def _open(source: Opener) -> Any:
    """The first sheet, after the archive was found harmless; whether it has formulas; its size."""
    with source() as stream:
        raw = stream.read(MAXIMUM_ARCHIVE + 1)
    if len(raw) > MAXIMUM_ARCHIVE:
        raise FileRefused("zip_bomb")
    formulas = check_archive(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return book.get_sheet_by_index(0), formulas, len(raw)
    except Exception as error:  # the reader has many error types; all mean the same to a merchant
        raise FileRefused("file_corrupt") from error


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _rounded(row: list[Any]) -> bool:
    return any(
        isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_DIGITS for cell in row
    )


def first_rows(source: Opener, count: int) -> list[list[str]]:
    """The first rows as text, to guess columns by."""
    rows = [cells for _number, cells in islice(sheet_rows(source), count)]
    if not rows:
        raise FileRefused("file_empty")
    return rows


def sheet_rows(source: Opener) -> Iterator[tuple[int, list[str]]]:
    """Every row of the first sheet that has anything in it, as text, with its number.

    Raises:
        FileRefused
    """
    sheet, _, _ = _open(source)
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(cell not in ("", None) for cell in row):
            yield number, [_text(cell) for cell in row]


def iter_xlsx(source: Opener, fmt: ReadFormat, reader: RowReader, size: int) -> Iterator[Batch]:
    """The rows of the first sheet in batches."""
    sheet, formulas, total = _open(source)
    if formulas:
        raise FileRefused("formula_cell")
    rows: list[CodeRow] = []
    errors: list[LineError] = []
    header_seen, read, height = not fmt.has_header, 0, max(sheet.total_height, 1)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        read += 1
        if any(cell not in ("", None) for cell in cells):
            if not header_seen:
                header_seen = True
                read -= 1
            elif _rounded(cells):
                errors.append(LineError(number, "number_rounded"))
            else:
                found = reader.read_fields([_text(cell) for cell in cells], number)
                (errors if isinstance(found, LineError) else rows).append(found)  # type: ignore[arg-type]
        if read >= size:
            yield Batch(rows, errors, read, total * number // height)
            rows, errors, read = [], [], 0
    yield Batch(rows, errors, read, total)
