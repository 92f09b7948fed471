"""The file that an authority receives: a ZIP under AES-256, sections as JSON and CSV, digests; nothing in the clear on disk."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings

from platform_core.compliance.sealed_spool import SealedSpool
from platform_core.kernel.spreadsheets import safe_cell

PIECE: Final = 1 << 16  # bytes of a file, or characters of a sheet, that are handled together
MARK: Final = "\ufeff"  # by which Excel knows the characters


def path_of(export_id: uuid.UUID) -> Path:
    """Where the file lies until it expires."""
    return Path(settings.KAQUAN_DATA_DIR) / "authority_exports" / f"{export_id.hex}.zip"


class Pack:
    """A file in the making; ``part`` is renamed into place once it is whole, so that a broken building leaves nothing to fetch."""

    def __init__(self, export_id: uuid.UUID, password: str) -> None:
        import pyzipper  # takes a tenth of a second, and few processes pack anything

        self._path = path_of(export_id)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._part = self._path.with_suffix(f".{secrets.token_hex(4)}.part")
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "w+b")
        self._archive = pyzipper.AESZipFile(
            self._file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        )
        self._archive.setpassword(password.encode())
        self.digests: dict[str, str] = {}

    @contextmanager
    def _entry(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Write one file piece by piece, with its digest for the manifest; sealed as it is written."""
        digest, held = hashlib.sha256(), bytearray()
        with self._archive.open(name, "w", force_zip64=True) as file:

            def write(piece: bytes, most: int = PIECE) -> None:
                held.extend(piece)
                if len(held) > most:
                    digest.update(held)
                    file.write(bytes(held))
                    held.clear()

            yield write
            write(b"", 0)
        self.digests[name] = digest.hexdigest()

    def add(self, name: str, content: bytes) -> None:
        """One file, whole."""
        with self._entry(name) as write:
            write(content)

    def add_rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """A section as ``name.json`` and ``name.csv``, read once and never whole in memory.

        Returns:
            How many rows there are.
        """
        spool, heads, many = SealedSpool(), dict[str, None](), 0
        try:
            with self._entry(f"{name}.json") as write:
                for row in rows:
                    line = orjson.dumps(row, default=str)
                    write((b",\n" if many else b"[\n") + line)
                    spool.add(line)
                    heads.update(dict.fromkeys(row))
                    many += 1
                write(b"\n]" if many else b"[]")
            # Columns are known now that the last row was seen.
            with self._entry(f"{name}.csv") as write:
                for piece in sheet_of(list(heads), map(orjson.loads, spool.lines())):
                    write(piece)
        finally:
            spool.close()
        return many

    def close(self) -> tuple[int, bytes]:
        """The file stands at its place, whole and durable.

        Returns:
            Its size in bytes and its SHA-256.
        """
        self._archive.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.seek(0)
        digest = hashlib.file_digest(self._file, "sha256").digest()
        size = self._file.seek(0, os.SEEK_END)
        self._file.close()
        self._part.replace(self._path)
        return size, digest

    def drop(self) -> None:
        """Nothing is left of what was begun."""
        with suppress(ValueError):  # it was in the middle of a file
            self._archive.close()
        self._file.close()
        self._part.unlink(missing_ok=True)


def sheet_of(heads: list[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Rows as CSV, piece by piece; a cell that looks like a formula stays a text."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write(MARK)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in heads])
        if out.tell() >= PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _cell(value: Any) -> str | int:
    if isinstance(value, int):
        return value
    if value is None:
        return ""
    return safe_cell(value if isinstance(value, str) else orjson.dumps(value, default=str).decode())


def blocks_of(export_id: uuid.UUID) -> Iterator[bytes]:
    """The file, to be sent.

    Raises:
        FileNotFoundError
    """
    with path_of(export_id).open("rb") as file:
        while block := file.read(1 << 16):
            yield block


def forget(export_id: uuid.UUID) -> None:
    """The file and whatever was begun of it are gone; again is harmless."""
    for path in path_of(export_id).parent.glob(f"{export_id.hex}.*"):
        path.unlink(missing_ok=True)
