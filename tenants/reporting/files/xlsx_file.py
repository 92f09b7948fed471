"""A sheet as XLSX: numbers as numbers, texts as texts whatever they begin with. It is written as a stream, forwards only: no byte of
it stands in a file on the way.

The library makes the book with its head and its looks; rows are put in where it left off. (Its own way of flat memory writes them
to files in the clear first, and an object for each cell takes several times as long.)
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from tenants.reporting.files.xlsx_rows import LOOKS, Look, RowWriter
from tenants.reporting.reports.sheet import DAY, MOMENT, MONEY, NUMBER, Sheet

BATCH = 1_000
LEVEL = 3  # of compression: half the time of the usual one, a tenth larger
PAGE = "xl/worksheets/sheet1.xml"
WIDTHS = {MONEY: 14, NUMBER: 10, DAY: 12, MOMENT: 20}
SAMPLES = re.compile(rb'<row r="2".*?</row>')
STYLE = re.compile(rb' s="(\d+)"')
SIZE = re.compile(rb"<dimension [^>]*/>")  # it is not known yet
END = b"</sheetData>"


class _Pipe:
    """What was written and is not sent yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits for that."""

    def take(self) -> bytes:
        """What came since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def xlsx_of(sheet: Sheet, zone: str) -> Iterator[bytes]:
    """The bytes of the file, a batch of rows at a time."""
    pipe: Any = _Pipe()
    book, styles = _empty_book(sheet)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as made:
        for name in book.namelist():
            if name != PAGE:
                made.writestr(book.getinfo(name), book.read(name), zipfile.ZIP_DEFLATED)
        before, end, after = book.read(PAGE).partition(END)
        with made.open(book.getinfo(PAGE), "w") as page:
            page.write(SIZE.sub(b"", SAMPLES.sub(b"", before)))
            for lines in _lines(sheet, RowWriter(sheet.columns, styles, ZoneInfo(zone))):
                page.write(lines.encode())
                if chunk := pipe.take():
                    yield chunk
            page.write(end + after)
    yield pipe.take()


def _lines(sheet: Sheet, writer: RowWriter) -> Iterator[str]:
    rows, number = iter(sheet.rows), 2
    while batch := list(islice(rows, BATCH)):
        yield writer.write(number, batch)
        number += len(batch)
    if sheet.totals:
        yield writer.write(number, sheet.totals, bold=True)


def _empty_book(sheet: Sheet) -> tuple[zipfile.ZipFile, dict[Look, int]]:
    """A book with its head, and by which number it knows each look: a second row has a cell of each."""
    import xlsxwriter  # as late as pyzipper is, see archive

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    page, head = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1})
    page.freeze_panes(1, 1)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, WIDTHS.get(column.kind, 18))
        page.write_string(0, index, str(column.label), head)
    for index, (form, bold) in enumerate(LOOKS):
        page.write_blank(1, index, None, book.add_format({"num_format": form, "bold": bold}))
    book.close()
    found = zipfile.ZipFile(made)
    samples = SAMPLES.search(found.read(PAGE))
    assert samples is not None
    return found, dict(zip(LOOKS, map(int, STYLE.findall(samples[0])), strict=True))
