"""A small table of any kind, read whole: CSV of any encoding and separator, XLSX."""

from __future__ import annotations

import csv
import io
from typing import Final

from tenants.inventory.reading.encoding import SAMPLE, guess_encoding
from tenants.inventory.reading.errors import FileRefused
from tenants.inventory.reading.xlsx import sheet_rows

LARGEST: Final = 5 * 1024 * 1024  # bytes
MOST_LINES, MOST_COLUMNS = 5_000, 60
SEPARATORS: Final = (",", "\t", ";", "|")
BOM: Final = "\ufeff"

Rows = list[tuple[int, list[str]]]


def read_table(content: bytes) -> Rows:
    """The rows of a table with the number of the line each begins on, blank ones left out; the head is the first.

    Raises:
        FileRefused: it cannot be read, or has too many lines.
    """
    if len(content) > LARGEST:
        raise FileRefused("table_large")
    if not content.strip():
        raise FileRefused("file_empty")
    if content.startswith(b"PK\x03\x04"):
        rows = [(number, cells) for number, cells in sheet_rows(lambda: io.BytesIO(content))]
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("file_binary")
    else:
        rows = _text_rows(content)
    filled = [
        (number, [cell.strip() for cell in cells][:MOST_COLUMNS])
        for number, cells in rows
        if any(map(str.strip, cells))
    ]
    if len(filled) < 2:
        raise FileRefused("file_empty")
    if len(filled) > MOST_LINES + 1:
        raise FileRefused("table_large")
    return filled


def _text_rows(content: bytes) -> Rows:
    try:
        text = content.decode(guess_encoding(content[:SAMPLE])).lstrip(BOM)
    except UnicodeDecodeError as error:
        raise FileRefused("encoding_unknown") from error
    if "\x00" in text:
        raise FileRefused("file_binary")
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: Rows = []
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
            if len(rows) > MOST_LINES * 10:
                raise FileRefused("table_large")
    except csv.Error as error:
        raise FileRefused("quote_unclosed") from error
    return rows
