"""A sheet as XLSX: numbers as numbers, texts as texts whatever they begin with, a row at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from platform_core.kernel.money import exponent, to_major
from tenants.reporting.files.cells import text_of
from tenants.reporting.reports.sheet import DAY, MOMENT, MONEY, NUMBER, Column, Row, Sheet

CHUNK = 65_536
WIDTHS = {MONEY: 14, NUMBER: 10, DAY: 12, MOMENT: 20}
# Rows go to a file as they come; nothing that a text says makes it a formula or a link.
HOW = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "remove_timezone": True,
}  # fmt: skip


def xlsx_of(sheet: Sheet, zone: str) -> Iterator[bytes]:
    """The bytes of the file, once all rows were written."""
    with TemporaryDirectory(prefix="kaquan-sheet-") as folder:
        path = Path(folder) / "sheet.xlsx"
        _write(path, folder, sheet, ZoneInfo(zone))
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _write(path: Path, folder: str, sheet: Sheet, zone: ZoneInfo) -> None:
    book = xlsxwriter.Workbook(str(path), {**HOW, "tmpdir": folder})
    page = book.add_worksheet()
    looks = _Looks(book)
    page.freeze_panes(1, 1)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, WIDTHS.get(column.kind, 18))
        page.write_string(0, index, str(column.label), looks.head)
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        _row(page, number, sheet.columns, row, zone, looks, bold=False)
    for further, row in enumerate(sheet.totals, 1):
        _row(page, number + further, sheet.columns, row, zone, looks, bold=True)
    book.close()


def _row(
    page: Any, number: int, columns: tuple[Column, ...], row: Row, zone: ZoneInfo, looks: _Looks, *, bold: bool
) -> None:
    for index, (column, value) in enumerate(zip(columns, row.cells, strict=True)):
        if value is None or value == "":
            continue
        if column.kind == MONEY:
            page.write_number(number, index, to_major(value, row.currency), looks.money(row.currency, bold))
        elif column.kind == NUMBER:
            page.write_number(number, index, value, looks.count(bold))
        elif column.kind == DAY and isinstance(value, dt.date):
            page.write_datetime(number, index, value, looks.day)
        elif column.kind == MOMENT and isinstance(value, dt.datetime):
            page.write_datetime(number, index, value.astimezone(zone), looks.moment)
        else:
            page.write_string(number, index, text_of(column, value, row.currency, zone), looks.text(bold))


class _Looks:
    """Formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def money(self, currency: str, bold: bool) -> Any:
        """With as many decimals as the currency has."""
        return self._of("#,##0" + ("." + "0" * exponent(currency) if exponent(currency) else ""), bold)

    def count(self, bold: bool) -> Any:
        """Whole numbers."""
        return self._of("#,##0", bold)

    def text(self, bold: bool) -> Any:
        """As it is."""
        return self._of("@", bold)

    def _of(self, form: str, bold: bool) -> Any:
        if (form, bold) not in self._made:
            self._made[form, bold] = self._book.add_format({"num_format": form, "bold": bold})
        return self._made[form, bold]
