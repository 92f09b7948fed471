"""A whole file as batches of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

from tenants.inventory.reading.careful import RowReader
from tenants.inventory.reading.columns import SEPARATORS
from tenants.inventory.reading.errors import LineError
from tenants.inventory.reading.format import ROWS, XLSX, Opener, ReadFormat
from tenants.inventory.reading.lines import fault_of, is_blank, iter_blocks
from tenants.inventory.reading.rows import CodeRow

# Anything in a block that the quick path does not handle: quotes, control characters, broken bytes, labels.
ODD = r"[\x00-\x08\x0b-\x1f\"=@\ufffd\ufeff\ufdd0:：]"
# And a field that begins with the sign of a formula.
SIGNED = r"(?:^|{separator})\s*[+\-]"


class Batch(NamedTuple):
    """Rows and errors of some lines; ``bytes_read`` of the file so far."""

    rows: list[CodeRow]
    errors: list[LineError]
    lines_read: int
    bytes_read: int


def iter_batches(source: Opener, fmt: ReadFormat, *, batch_size: int = 20_000) -> Iterator[Batch]:
    """Read a file by a resolved format; memory holds one batch.

    Raises:
        FileRefused: it cannot be read on.
    """
    assert fmt.columns is not None
    reader = RowReader(fmt.columns, fmt.separator or "")
    if fmt.kind == ROWS:
        yield _json_batch(source, reader)
    elif fmt.kind == XLSX:
        from tenants.inventory.reading.xlsx import iter_xlsx

        yield from iter_xlsx(source, fmt, reader, batch_size)
    else:
        yield from _text_batches(source, fmt, reader, batch_size)


def _json_batch(source: Opener, reader: RowReader) -> Batch:
    with source() as stream:
        raw = stream.read()
    rows: list[CodeRow] = []
    errors: list[LineError] = []
    items = orjson.loads(raw)
    for number, item in enumerate(items, 1):
        fields = [item.get("card_number") or "", item["secret"], "", item.get("expires_on") or ""]
        read = reader.read_fields(fields, number)
        if isinstance(read, LineError):
            errors.append(read)
        elif item.get("face_value") is not None:
            rows.append(read._replace(face_value=int(item["face_value"])))
        else:
            rows.append(read)
    return Batch(rows, errors, len(items), len(raw))


def _text_batches(source: Opener, fmt: ReadFormat, reader: RowReader, size: int) -> Iterator[Batch]:
    quick = _quick_reader(fmt)
    header_seen = not fmt.has_header
    with source() as stream:
        for block in iter_blocks(stream, fmt.encoding or "utf-8"):
            lines, first = block.lines, block.first
            if not header_seen:
                at = next((at for at, line in enumerate(lines) if not (is_blank(line) or fault_of(line, 0))), None)
                header_seen = at is not None
                before = lines[:at]  # unreadable lines on top are errors like any other
                if before:
                    yield Batch([], _carefully(before, first, reader)[1], len(before), block.bytes_read)
                skip = len(before) + header_seen
                lines, first = lines[skip:], first + skip
            for start in range(0, len(lines), size):
                part = lines[start : start + size]
                rows = quick(part, first + start) if quick is not None else None
                errors: list[LineError] = []
                if rows is None:
                    rows, errors = _carefully(part, first + start, reader)
                yield Batch(rows, errors, len(part), block.bytes_read)


def _carefully(lines: Iterable[str], first: int, reader: RowReader) -> tuple[list[CodeRow], list[LineError]]:
    rows: list[CodeRow] = []
    errors: list[LineError] = []
    for number, line in enumerate(lines, first):
        read = reader.read_line(line, number)
        if isinstance(read, CodeRow):
            rows.append(read)
        elif read is not None:
            errors.append(read)
    return rows, errors


class _QuickReader:
    """Reads clean parts of a file without looking at each character in Python.

    Answers None when a part holds anything unusual; the careful reader then takes it. The two agree on everything this one
    takes (a property test holds that).
    """

    def __init__(self, fmt: ReadFormat) -> None:
        assert fmt.columns is not None
        self._separator = fmt.separator or ""
        self._columns = fmt.columns
        self._reader = RowReader(fmt.columns, self._separator)
        signed = SIGNED.format(separator=re.escape(self._separator) or "^")
        self._odd = re.compile(f"{ODD}|{signed}", re.MULTILINE)

    def __call__(self, lines: list[str], first: int) -> list[CodeRow] | None:
        joined = "\n".join(lines)
        if self._odd.search(joined):
            return None
        rows: list[CodeRow] = []
        add, width, separator, columns = rows.append, len(self._columns), self._separator, self._columns
        at = {role: index for index, role in enumerate(columns)}
        secret_at, number_at = at["secret"], at.get("card_number", -1)
        face_at, expiry_at = at.get("face_value", -1), at.get("expires_on", -1)
        money, date = self._reader.money_of, self._reader.date_of
        try:
            for number, line in enumerate(lines, first):
                fields = line.split(separator) if separator else [line]
                if len(fields) != width:
                    return None
                secret = fields[secret_at].strip()
                card = fields[number_at].strip() if number_at >= 0 else ""
                if not secret or len(line) > 1000 or not line.isprintable():
                    return None
                add(
                    CodeRow(
                        number,
                        card,
                        secret,
                        money(fields[face_at]) if face_at >= 0 else None,
                        date(fields[expiry_at]) if expiry_at >= 0 else None,
                    )
                )
        except ValueError:
            return None
        return rows


def _quick_reader(fmt: ReadFormat) -> _QuickReader | None:
    assert fmt.columns is not None
    # Of a separator that it was not made for it does not know what a formula looks like behind it.
    if "secret" not in fmt.columns or fmt.separator not in {"", *SEPARATORS} - {" "}:
        return None
    return _QuickReader(fmt)
