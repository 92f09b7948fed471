"""The file that an authority receives: a ZIP under AES-256, sections as JSON and CSV, digests; nothing in the clear on disk."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import secrets
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings

from platform_core.kernel.spreadsheets import safe_cell

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

    def add(self, name: str, content: bytes) -> None:
        """One file, with its digest for the manifest."""
        self._archive.writestr(name, content)
        self.digests[name] = hashlib.sha256(content).hexdigest()

    def add_rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """A section as ``name.json`` and ``name.csv``.

        Returns:
            How many rows there are.
        """
        found = [dict(row) for row in rows]
        self.add(f"{name}.json", orjson.dumps(found, default=str, option=orjson.OPT_INDENT_2))
        self.add(f"{name}.csv", sheet_of(found))
        return len(found)

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


def sheet_of(rows: list[dict[str, Any]]) -> bytes:
    """Rows as CSV; a cell that looks like a formula stays a text."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_cell(row.get(name)) for name in heads] for row in rows)
    return (MARK + out.getvalue()).encode()


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
