from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import IO, Any, Self

from tenants.inventory.reading.columns import guess_columns, guess_separator, header_columns, split
from tenants.inventory.reading.encoding import SAMPLE, guess_encoding
from tenants.inventory.reading.errors import FileRefused
from tenants.inventory.reading.lines import fault_of

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
        """What ``to_json`` wrote; unknown keys are refused with TypeError."""
        given = dict(data or {})
        if given.get("columns") is not None:
            given["columns"] = tuple(str(column) for column in given["columns"])
        return cls(**given)

    def to_json(self) -> dict[str, Any]:
        """For a JSON column."""
        return asdict(self)


def detect_format(source: Opener, given: ReadFormat | None = None, filename: str = "") -> ReadFormat:
    """Resolve everything that ``given`` leaves open, from the first 256 KB of the file.

    Args:
        source: opens the file's plain bytes anew.

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

        return _with_columns(replace(given, kind=XLSX, encoding="", separator=""), first_rows(source, 50))
    if sample.startswith(b"\xd0\xcf\x11\xe0"):
        # An OLE container: an old .xls, or an .xlsx with a password.
        raise FileRefused("file_encrypted" if filename.lower().endswith(".xlsx") else "file_binary")
    encoding = given.encoding or guess_encoding(sample)
    try:
        text = sample.decode(encoding, errors="replace")
    except LookupError as error:
        raise FileRefused("encoding_unknown") from error
    lines = [line for line in text.splitlines()[:400] if line.strip() and fault_of(line, 0) is None][:50]
    separator = given.separator if given.separator is not None else guess_separator(lines)
    rows = [split(line.strip("\ufeff").strip(), separator) or [line] for line in lines]
    return _with_columns(replace(given, kind=TEXT, encoding=encoding, separator=separator), rows)


def _with_columns(fmt: ReadFormat, rows: list[list[str]]) -> ReadFormat:
    header = header_columns(rows[0]) if rows else None
    has_header = fmt.has_header if fmt.has_header is not None else header is not None
    if fmt.columns:
        if "secret" not in fmt.columns and "line" not in fmt.columns:
            raise FileRefused("column_unknown")
        return replace(fmt, has_header=has_header)
    if has_header and header is not None:
        return replace(fmt, columns=header, has_header=True)
    return replace(fmt, columns=guess_columns(rows[1 if has_header else 0 :]), has_header=has_header)
