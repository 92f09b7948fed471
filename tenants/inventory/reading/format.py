from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import IO, Any, Self

from tenants.inventory.reading.columns import (
    guess_columns,
    guess_separator,
    header_columns,
    remembered_fit,
    split,
    trim,
)
from tenants.inventory.reading.encoding import SAMPLE, guess_encoding
from tenants.inventory.reading.errors import FileRefused
from tenants.inventory.reading.lines import fault_of, is_blank

Opener = Callable[[], IO[bytes]]
TEXT, XLSX, ROWS = "text", "xlsx", "rows"


@dataclass(frozen=True, slots=True)
class ReadFormat:
    """How to read a file; None means "guess"."""

    kind: str | None = None
    encoding: str | None = None
    separator: str | None = None
    columns: tuple[str, ...] | None = None
    has_header: bool | None = None

    @classmethod
    def of_rows(cls) -> Self:
        """JSON rows, as the API takes them."""
        return cls(ROWS, "utf-8", "", ("card_number", "secret", "face_value", "expires_on"), False)

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Self:
        """What ``to_json`` wrote; unknown keys and wrong types are refused with TypeError."""
        given = dict(data or {})
        if any(not isinstance(given.get(name, ""), str | None) for name in ("kind", "encoding", "separator")):
            raise TypeError("kind, encoding and separator are strings")
        if not isinstance(given.get("columns"), list | tuple | None):
            raise TypeError("columns is a list")
        if given.get("columns") is not None:
            given["columns"] = tuple(str(column) for column in given["columns"])
        return cls(**given)

    def to_json(self) -> dict[str, Any]:
        """For a JSON column."""
        return asdict(self)


def detect_format(
    source: Opener, given: ReadFormat | None = None, filename: str = "", remembered: tuple[str, ...] = ()
) -> ReadFormat:
    """Resolve everything that ``given`` leaves open, from the first 256 KB of the file.

    Args:
        source: opens the file's plain bytes anew.
        given: what is known.
        filename: tells a locked .xlsx from an old .xls.
        remembered: columns of the supplier's last file, for one without a header line that looks the same.

    Raises:
        FileRefused: it cannot be read at all.
    """
    given = given or ReadFormat()
    if given.kind == ROWS:
        return given
    with source() as stream:
        sample = stream.read(SAMPLE)
    if not sample.strip():
        raise FileRefused("file_empty")
    if sample.startswith(b"PK\x03\x04"):
        from tenants.inventory.reading.xlsx import first_rows

        return _with_columns(replace(given, kind=XLSX, encoding="", separator=""), first_rows(source, 50), remembered)
    if sample.startswith(b"\xd0\xcf\x11\xe0"):
        # An OLE container: an old .xls, or an .xlsx with a password.
        raise FileRefused("file_encrypted" if filename.lower().endswith(".xlsx") else "file_binary")
    encoding = given.encoding or guess_encoding(sample)
    try:
        text = sample.decode(encoding, errors="replace")
    except (LookupError, ValueError) as error:
        raise FileRefused("encoding_unknown") from error
    if len(sample) < SAMPLE and is_blank(text):
        raise FileRefused("file_empty")
    lines = re.split(r"\r\n|\r|\n", text, maxsplit=400)
    if len(lines) > 1 and len(sample) == SAMPLE:
        lines.pop()  # the sample may end inside it
    lines = [line for line in lines[:400] if not is_blank(line) and fault_of(line, 0) is None][:50]
    separator = given.separator if given.separator is not None else guess_separator(lines)
    rows = [split(trim(line, separator), separator) or [line] for line in lines]
    return _with_columns(replace(given, kind=TEXT, encoding=encoding, separator=separator), rows, remembered)


def _with_columns(fmt: ReadFormat, rows: list[list[str]], remembered: tuple[str, ...]) -> ReadFormat:
    header = header_columns(rows[0]) if rows else None
    has_header = fmt.has_header if fmt.has_header is not None else header is not None
    if fmt.columns:
        if "secret" not in fmt.columns and "line" not in fmt.columns:
            raise FileRefused("column_unknown")
        return replace(fmt, has_header=has_header)
    if has_header and header is not None:
        return replace(fmt, columns=header, has_header=True)
    body = rows[1 if has_header else 0 :]
    columns = remembered if remembered_fit(remembered, body) else guess_columns(body)
    return replace(fmt, columns=columns, has_header=has_header)
