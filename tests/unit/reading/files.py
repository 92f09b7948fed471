"""Short ways to make a file of codes and to read it whole."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import xlsxwriter

from tenants.inventory.reading import CodeRow, LineError, ReadFormat, detect_format, iter_batches


class Read(NamedTuple):
    """A whole file as read."""

    format: ReadFormat
    rows: list[CodeRow]
    errors: list[LineError]
    lines: int

    @property
    def codes(self) -> list[tuple[str, str]]:
        """(card number, secret) of every row."""
        return [(row.card_number, row.secret) for row in self.rows]

    @property
    def wrong(self) -> list[tuple[int, str]]:
        """(line, what is wrong) of every error."""
        return [(error.line, error.code) for error in self.errors]


def read(raw: bytes, *, remembered: tuple[str, ...] = (), batch_size: int = 20_000, **given: Any) -> Read:
    """Detect and read bytes as an import does."""

    def source() -> io.BytesIO:
        return io.BytesIO(raw)

    fmt = detect_format(source, ReadFormat(**given), "codes.txt", remembered)
    batches = list(iter_batches(source, fmt, batch_size=batch_size))
    return Read(
        fmt,
        [row for batch in batches for row in batch.rows],
        [error for batch in batches for error in batch.errors],
        sum(batch.lines_read for batch in batches),
    )


def workbook(*rows: list[Any], before: list[list[Any]] | None = None) -> bytes:
    """An XLSX file; a cell that is a function gets (worksheet, row, column). ``before``: another sheet in front."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for sheet_rows in ([before] if before is not None else []) + [list(rows)]:
            sheet = book.add_worksheet()
            for number, row in enumerate(sheet_rows):
                for column, cell in enumerate(row):
                    if callable(cell):
                        cell(sheet, number, column)
                    elif isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    return out.getvalue()
