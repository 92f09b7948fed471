"""XLSX files by python-calamine (a tenth of openpyxl's time); the archive is checked before it is opened."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineWorkbook

from tenants.inventory.reading.batches import Batch
from tenants.inventory.reading.careful import RowReader
from tenants.inventory.reading.errors import FileRefused, LineError
from tenants.inventory.reading.format import Opener, ReadFormat
from tenants.inventory.reading.rows import CodeRow

MAXIMUM_ARCHIVE = 64 * 1024 * 1024
MAXIMUM_UNPACKED = 400 * 1024 * 1024
MAXIMUM_RATIO = 200
MAXIMUM_ENTRIES = 2_000
EXACT_DIGITS = 10**15  # a spreadsheet number beyond this has lost digits


def _open(source: Opener) -> Any:
    """The first sheet, after the archive was found harmless."""
    with source() as stream:
        raw = stream.read(MAXIMUM_ARCHIVE + 1)
    if len(raw) > MAXIMUM_ARCHIVE:
        raise FileRefused("zip_bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if any(entry.flag_bits & 1 for entry in entries):
                raise FileRefused("file_encrypted")
            if len(entries) > MAXIMUM_ENTRIES or unpacked > MAXIMUM_UNPACKED:
                raise FileRefused("zip_bomb")
            if any(entry.file_size > max(entry.compress_size, 4096) * MAXIMUM_RATIO for entry in entries):
                raise FileRefused("zip_bomb")
            formulas = _formula_cells(archive, entries)
    except zipfile.BadZipFile as error:
        raise FileRefused("file_corrupt") from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return book.get_sheet_by_index(0), formulas, len(raw)
    except Exception as error:  # the reader has many error types; all mean the same to a merchant
        raise FileRefused("file_corrupt") from error


def _formula_cells(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Does the first sheet have formulas? (The reader gives their cached values without saying so.)"""
    sheet = next((entry for entry in entries if entry.filename.startswith("xl/worksheets/sheet1")), None)
    if sheet is None:
        return False
    with archive.open(sheet) as file:
        tail = b""
        while data := file.read(1 << 20):
            if b"<f>" in tail + data or b"<f " in tail + data:
                return True
            tail = data[-4:]
    return False


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
    sheet, _, _ = _open(source)
    rows: list[list[str]] = []
    for row in sheet.iter_rows():
        if any(cell not in ("", None) for cell in row):
            rows.append([_text(cell) for cell in row])
        if len(rows) >= count:
            break
    if not rows:
        raise FileRefused("file_empty")
    return rows


def iter_xlsx(source: Opener, fmt: ReadFormat, reader: RowReader, size: int) -> Iterator[Batch]:
    """The rows of the first sheet in batches."""
    sheet, formulas, total = _open(source)
    if formulas:
        raise FileRefused("formula_cell")
    rows: list[CodeRow] = []
    errors: list[LineError] = []
    header_seen, read, height = not fmt.has_header, 0, max(sheet.height, 1)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        read += 1
        if any(cell not in ("", None) for cell in cells):
            if not header_seen:
                header_seen = True
            elif _rounded(cells):
                errors.append(LineError(number, "number_rounded"))
            else:
                found = reader.read_fields([_text(cell) for cell in cells], number)
                (errors if isinstance(found, LineError) else rows).append(found)  # type: ignore[arg-type]
        if read >= size:
            yield Batch(rows, errors, read, total * number // height)
            rows, errors, read = [], [], 0
    yield Batch(rows, errors, read, total)
