"""A whole file as batches of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count, repeat
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from tenants.inventory.reading.careful import RowReader
from tenants.inventory.reading.columns import SEPARATORS
from tenants.inventory.reading.errors import LineError
from tenants.inventory.reading.format import ROWS, XLSX, Opener, ReadFormat
from tenants.inventory.reading.lines import fault_of, is_blank, iter_blocks
from tenants.inventory.reading.rows import CodeRow

# What the quick path does not handle: quotes, labels, broken bytes; and what it looks for at the beginning of a value.
ODD = '":：\ufffd'
SIGNS = frozenset("=+-@")
FIRST = itemgetter(0)
LONGEST = 1000  # characters of a line, so that no value is too long


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
    """Reads clean parts of a file column by column, without looking at each line in Python.

    Answers None when a part holds anything unusual; the careful reader then takes it. The two agree on everything this one
    takes (a property test holds that).
    """

    def __init__(self, fmt: ReadFormat) -> None:
        assert fmt.columns is not None
        self._separator = fmt.separator or ""
        self._width = len(fmt.columns)
        self._at = {role: index for index, role in enumerate(fmt.columns)}
        self._reader = RowReader(fmt.columns, self._separator)

    def __call__(self, lines: list[str], first: int) -> list[CodeRow] | None:
        if not lines or not self._is_plain(lines):
            return None
        try:
            columns = self._columns(lines)
            if len(columns) != self._width:
                return None
            secrets = list(map(str.strip, columns[self._at["secret"]]))
            numbers: Iterable[str] = repeat("")
            if "card_number" in self._at:
                numbers = list(map(str.strip, columns[self._at["card_number"]]))
                if not SIGNS.isdisjoint(map(FIRST, filter(None, numbers))):
                    return None
            if not all(secrets) or not SIGNS.isdisjoint(map(FIRST, secrets)):
                return None
            faces = self._values("face_value", columns, self._reader.money_of)
            dates = self._values("expires_on", columns, self._reader.date_of)
        except ValueError:  # a line of another width, or a value that does not read
            return None
        return list(map(CodeRow._make, zip(count(first), numbers, secrets, faces, dates, strict=False)))

    def _is_plain(self, lines: list[str]) -> bool:
        text = "".join(lines)
        if any(mark in text for mark in ODD) or max(map(len, lines)) > LONGEST:
            return False
        return (text.replace("\t", "") if self._separator == "\t" else text).isprintable()

    def _columns(self, lines: list[str]) -> list[list[str]]:
        """The fields of each column, cut in one go: a list for each line would keep the garbage collector busy."""
        if not self._separator:
            return [lines]
        if {line.count(self._separator) for line in lines} != {self._width - 1}:
            raise ValueError
        fields = "\n".join(lines).replace(self._separator, "\n").split("\n")
        return [fields[index :: self._width] for index in range(self._width)]

    def _values(self, role: str, columns: list[list[str]], read: Callable[[str], Any]) -> Iterable[Any]:
        if role not in self._at:
            return repeat(None)
        texts = columns[self._at[role]]
        known = {text: read(text) for text in set(texts)}
        return map(known.__getitem__, texts)


def _quick_reader(fmt: ReadFormat) -> _QuickReader | None:
    assert fmt.columns is not None
    # Of a separator that it was not made for it does not know what a formula looks like behind it.
    if "secret" not in fmt.columns or fmt.separator not in {"", *SEPARATORS} - {" "}:
        return None
    return _QuickReader(fmt)
