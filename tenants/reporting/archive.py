"""A ZIP archive, encrypted with AES-256 as WinZip does it, written as a stream: 7-Zip, WinRAR and Bandizip open it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Protocol


class Writer(Protocol):
    """What takes the bytes of an archive, forwards only."""

    def write(self, data: bytes, /) -> Any:
        """The next ones."""


class _Sink:
    """A sealed file as the library writes to it: forwards only."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, data: bytes) -> int:
        self._writer.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


@contextmanager
def open_archive(writer: Writer, *, member: str, password: str, at: dt.datetime) -> Iterator[IO[bytes]]:
    """An archive with one file, which is written in the block. No byte of it is anywhere in the clear.

    Args:
        at: when the file was written, in the zone that it is to show.
    """
    import pyzipper  # a tenth of a second at the start of a process that may pack nothing

    sink: Any = _Sink(writer)
    with pyzipper.AESZipFile(sink, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        entry = archive.zipinfo_cls(member, date_time=at.timetuple()[:6])
        entry.compress_type = pyzipper.ZIP_DEFLATED
        with archive.open(entry, "w", force_zip64=True) as file:
            yield file
