"""One line (or spreadsheet row) at a time, with every check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tenants.inventory.reading.columns import PREFIX, split, trim
from tenants.inventory.reading.errors import LineError
from tenants.inventory.reading.lines import fault_of, is_blank
from tenants.inventory.reading.rows import CodeRow
from tenants.inventory.reading.values import is_formula, parse_date, parse_money

MAXIMUM_VALUE = 1024


class RowReader:
    """Turns lines into rows or errors, by one format."""

    def __init__(self, columns: tuple[str, ...], separator: str) -> None:
        self._columns, self._separator = columns, separator
        self._dates: dict[str, dt.date | None] = {}
        self._money: dict[str, int | None] = {}

    def read_line(self, line: str, number: int) -> CodeRow | LineError | None:
        """A row, an error, or None for a blank line."""
        if is_blank(line):
            return None
        fault = fault_of(line, number)
        if fault is not None:
            return fault
        text = trim(line, self._separator)
        if self._columns == ("line",):
            return self._row(number, "", text.strip(), None, None)
        fields = split(text, self._separator)
        if fields is None:
            return LineError(number, "quote_unclosed")
        return self.read_fields(fields, number)

    def read_fields(self, fields: Sequence[str], number: int) -> CodeRow | LineError:
        """A row or an error from fields."""
        if self._columns == ("line",):
            return self._row(number, "", "----".join(fields), None, None)
        if len(fields) > len(self._columns) or len(fields) < self._columns.index("secret") + 1:
            return LineError(number, "columns_mismatch")
        fault = next((fault for field in fields if (fault := fault_of(field, number)) is not None), None)
        if fault is not None:  # a line was looked at before; a spreadsheet's cell or a JSON string was not
            return fault
        number_text = secret = ""
        face_value: int | None = None
        expires_on: dt.date | None = None
        for role, field in zip(self._columns, fields, strict=False):
            if role == "secret":
                secret = PREFIX.sub("", field.strip())
            elif role == "card_number":
                number_text = PREFIX.sub("", field.strip())
            elif role == "face_value":
                try:
                    face_value = self.money_of(field)
                except ValueError:
                    return LineError(number, "face_value_invalid", role)
            elif role == "expires_on":
                try:
                    expires_on = self.date_of(field)
                except ValueError:
                    return LineError(number, "expiry_invalid", role)
        return self._row(number, number_text, secret, face_value, expires_on)

    def date_of(self, text: str) -> dt.date | None:
        """A date, remembered: files repeat a few of them a million times."""
        if text not in self._dates:
            self._dates[text] = parse_date(text)
        return self._dates[text]

    def money_of(self, text: str) -> int | None:
        """An amount, remembered likewise."""
        if text not in self._money:
            self._money[text] = parse_money(text)
        return self._money[text]

    @staticmethod
    def _row(
        number: int, card_number: str, secret: str, face_value: int | None, expires_on: dt.date | None
    ) -> CodeRow | LineError:
        if not secret:
            return LineError(number, "secret_missing", "secret")
        if len(secret) > MAXIMUM_VALUE or len(card_number) > MAXIMUM_VALUE:
            return LineError(number, "value_too_long")
        if is_formula(secret) or is_formula(card_number):
            return LineError(number, "formula_cell")
        return CodeRow(number, card_number, secret, face_value, expires_on)
