"""Rows as text: CSV for people with a spreadsheet, JSON lines for programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from platform_core.kernel.money import to_major
from platform_core.kernel.spreadsheets import safe_cell
from tenants.reporting.enums import ExportFormat
from tenants.reporting.sources.source import Row, Source

BOM = "\ufeff".encode()


def _cell(value: Any, zone: ZoneInfo) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return safe_cell(value if isinstance(value, str) else orjson.dumps(value).decode())


def _csv_line(source: Source, zone: ZoneInfo) -> Callable[[Row], Sequence[Any]]:
    money = [source.columns.index(name) for name in source.money]
    currency = source.columns.index("currency") if money else 0

    def line(row: Row) -> Sequence[Any]:
        cells = [_cell(value, zone) for value in row]
        for index in money:
            if row[index] is not None:
                cells[index] = str(to_major(row[index], row[currency]))
        return cells

    return line


def _csv(source: Source, zone: ZoneInfo, bom: bool) -> Iterator[bytes]:
    line = _csv_line(source, zone)
    yield (BOM if bom else b"") + ",".join(f'"{name}"' for name in source.columns).encode() + b"\r\n"
    for batch in source.batches:
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(map(line, batch))
        yield text.getvalue().encode()


def _json_lines(source: Source) -> Iterator[bytes]:
    for batch in source.batches:
        yield b"".join(
            orjson.dumps(dict(zip(source.columns, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE) for row in batch
        )


def encode(source: Source, format: str, *, zone: str, bom: bool) -> Iterable[bytes]:
    """The bytes of a file, a batch at a time.

    Args:
        zone: IANA time zone of times in CSV; JSON lines have UTC, and money in minor units, as the API.
        bom: CSV begins with the mark by which a spreadsheet knows UTF-8.
    """
    return _json_lines(source) if format == ExportFormat.JSONL else _csv(source, ZoneInfo(zone), bom)
