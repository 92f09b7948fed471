"""An uploaded statement as text lines, whatever it is packed in and however it is encoded; memory stays flat."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from tenants.inventory.reading.encoding import SAMPLE, guess_encoding
from tenants.inventory.reading.errors import FileRefused
from tenants.inventory.reading.lines import iter_blocks
from tenants.reporting.errors import StatementRefused

Opener = Callable[[], IO[bytes]]
LARGEST_FILE = 128 * 1024 * 1024
LARGEST_ARCHIVE = 32 * 1024 * 1024  # its directory stands at its end, so that it is held in memory
LARGEST_UNPACKED = 512 * 1024 * 1024
MOST_MEMBERS = 40
SUMS = "汇总"  # in the name of Alipay's second table
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
XLS = b"\xd0\xcf\x11\xe0"
BROKEN = (zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError)
Lines = Iterator[tuple[int, str]]


class _Bounded(io.RawIOBase):
    """A stream that says no when it unpacks to too much."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, LARGEST_UNPACKED

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except BROKEN as error:
            raise StatementRefused(reason="file_corrupt") from error
        self._left -= len(data)
        if self._left < 0:
            raise StatementRefused(reason="file_too_large")
        return data


@contextmanager
def open_statement(opener: Opener, *, on_read: Callable[[int], None] = lambda _: None) -> Iterator[Lines]:
    """Numbered lines of a statement's text.

    Args:
        opener: gives its bytes, from the beginning each time.
        on_read: told how many unpacked bytes are behind us.

    Raises:
        StatementRefused: no text, damaged, or too large; while reading too.
    """
    with opener() as stream:
        head = stream.read(4)
    with _unpacked(opener, head) as plain:
        sample = plain.read(SAMPLE)
        if not sample.strip():
            raise StatementRefused(reason="file_empty")
        try:
            encoding = guess_encoding(sample)
        except FileRefused as error:
            raise StatementRefused(reason="file_binary") from error
    with _unpacked(opener, head) as plain:
        yield _lines(plain, encoding, on_read)


def _lines(plain: IO[bytes], encoding: str, on_read: Callable[[int], None]) -> Lines:
    for block in iter_blocks(plain, encoding):
        on_read(block.bytes_read)
        yield from enumerate(block.lines, block.first)


@contextmanager
def _unpacked(opener: Opener, head: bytes) -> Iterator[IO[bytes]]:
    if head.startswith(XLS):
        raise StatementRefused(reason="file_spreadsheet")
    with opener() as stream:
        if head.startswith(GZIP):
            yield _Bounded(gzip.GzipFile(fileobj=stream))  # type: ignore[misc, arg-type]
        elif head.startswith(ZIP):
            with _member(stream) as member:
                yield _Bounded(member)  # type: ignore[misc]
        else:
            yield _Bounded(stream)  # type: ignore[misc]


@contextmanager
def _member(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The table of single lines in an archive; beside it may stand one of sums."""
    packed = stream.read(LARGEST_ARCHIVE + 1)
    if len(packed) > LARGEST_ARCHIVE:
        raise StatementRefused(reason="file_too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(packed), metadata_encoding="gbk") as archive:
            members = archive.infolist()
            if any(each.filename.startswith("xl/") for each in members):
                raise StatementRefused(reason="file_spreadsheet")
            tables = [each for each in members if each.filename.lower().endswith((".csv", ".txt"))]
            singles = [each for each in tables if SUMS not in each.filename]
            if len(members) > MOST_MEMBERS or not singles:
                raise StatementRefused(reason="archive_without_table")
            if len(singles) > 1:
                raise StatementRefused(reason="archive_with_several")
            if singles[0].flag_bits & 1:
                raise StatementRefused(reason="file_encrypted")
            with archive.open(singles[0]) as member:
                yield member
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise StatementRefused(reason="file_corrupt") from error
