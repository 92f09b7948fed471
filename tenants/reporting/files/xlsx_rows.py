"""Rows of an XLSX sheet as its own XML, a column at a time; empty cells are left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from platform_core.kernel.money import exponent, to_major
from tenants.reporting.files.cells import in_zone, text_of
from tenants.reporting.reports.sheet import DAY, MOMENT, MONEY, NUMBER, Column, Row


class Look(NamedTuple):
    """How a cell is shown."""

    form: str
    bold: bool


TEXT_FORM, WHOLE, DAY_FORM, MOMENT_FORM = "@", "#,##0", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
MONEY_FORMS = {0: WHOLE, 2: "#,##0.00"}  # by the decimals of a currency
LOOKS = tuple(
    Look(form, bold) for form in (TEXT_FORM, WHOLE, MONEY_FORMS[2], DAY_FORM, MOMENT_FORM) for bold in (False, True)
)
FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of spreadsheets
FIRST_MOMENT = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - by whatever clock: the shop's
ONE_DAY = dt.timedelta(days=1)
# What XML has no letter for, what it would take for its own, and what spreadsheets would take for such an escape.
SPECIAL = re.compile("[&<>\\x00-\\x08\\x0b-\\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
Cell = Callable[[int, Any, str], str]


class RowWriter:
    """Writes rows below one another. ``styles``: the number by which the book knows each look."""

    def __init__(self, columns: Sequence[Column], styles: Mapping[Look, int], zone: ZoneInfo) -> None:
        from xlsxwriter.utility import xl_col_to_name

        self._styles, self._zone = styles, zone
        self._cells = {
            bold: [self._cell(xl_col_to_name(index), column, bold) for index, column in enumerate(columns)]
            for bold in (False, True)
        }

    def write(self, first: int, rows: Sequence[Row], *, bold: bool = False) -> str:
        """The XML of rows, of which the first stands in this line."""
        numbers = range(first, first + len(rows))
        currencies = [row.currency for row in rows]
        columns = zip(*(row.cells for row in rows), strict=True)
        written = [
            map(cell, numbers, values, currencies)
            for cell, values in zip(self._cells[bold], columns, strict=True)
        ]  # fmt: skip
        return "".join(
            f'<row r="{number}">{"".join(cells)}</row>'
            for number, cells in zip(numbers, zip(*written, strict=True), strict=True)
        )

    def _cell(self, letters: str, column: Column, bold: bool) -> Cell:
        text = self._text(letters, column, bold)
        if column.kind == MONEY:
            return self._money(letters, bold, text)
        if column.kind == NUMBER:
            return self._number(letters, self._styles[Look(WHOLE, bold)], text, int, str)
        if column.kind == DAY:
            look = Look(DAY_FORM, bold)
            return self._number(letters, self._styles[look], text, dt.date, lambda day: str((day - FIRST_DAY).days))
        if column.kind == MOMENT:
            look = Look(MOMENT_FORM, bold)
            return self._number(letters, self._styles[look], text, dt.datetime, self._serial)
        return text

    def _serial(self, moment: dt.datetime) -> str:
        """Days since day 0, to the second."""
        return f"{(in_zone(moment, self._zone).replace(microsecond=0) - FIRST_MOMENT) / ONE_DAY:.8f}"

    @staticmethod
    def _number(letters: str, style: int, other: Cell, kind: type, number: Callable[[Any], str]) -> Cell:
        def cell(line: int, value: Any, currency: str) -> str:
            if isinstance(value, kind):
                return f'<c r="{letters}{line}" s="{style}"><v>{number(value)}</v></c>'
            return other(line, value, currency)

        return cell

    def _money(self, letters: str, bold: bool, other: Cell) -> Cell:
        styles = {places: self._styles[Look(form, bold)] for places, form in MONEY_FORMS.items()}

        def cell(line: int, value: Any, currency: str) -> str:
            if not isinstance(value, int):
                return other(line, value, currency)
            style, amount = styles[exponent(currency)], to_major(value, currency)
            return f'<c r="{letters}{line}" s="{style}"><v>{amount}</v></c>'

        return cell

    def _text(self, letters: str, column: Column, bold: bool) -> Cell:
        style, zone = self._styles[Look(TEXT_FORM, bold)], self._zone

        def cell(line: int, value: Any, currency: str) -> str:
            if value is None or value == "":
                return ""
            text = value if isinstance(value, str) else text_of(column, value, currency, zone)
            if SPECIAL.search(text):
                text = SPECIAL.sub(_escape, text)
            return f'<c r="{letters}{line}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

        return cell


def _escape(found: re.Match[str]) -> str:
    """As XML writes it; what XML cannot write, as spreadsheets do: ``_xHHHH_``."""
    text = found[0]
    if len(text) > 1:
        return f"_x005F{text}"
    return NAMED.get(text) or f"_x{ord(text):04X}_"
