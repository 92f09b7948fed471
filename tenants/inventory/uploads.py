"""Uploaded stock files: sealed on disk from the first byte, in chunks, under the tenant's own key.

A file is a row of chunks ``length (4) || nonce || ciphertext``; each chunk is bound to the file's name, its number and
whether it is the last, so that chunks cannot be dropped, swapped or cut off unnoticed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import secrets
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import File
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import SealBroken, derive, keystore, seal, unseal
from platform_core.tenancy.context import current_tenant, find_current_tenant

CHUNK = 256 * 1024
SUFFIX = ".sealed"
MAXIMUM_BYTES = 512 * 1024 * 1024


class StoredUpload(NamedTuple):
    """Where a sealed upload stands, how long it is in the clear, and SHA-256 of its plain bytes."""

    name: str
    size: int
    sha256: bytes


class Room(NamedTuple):
    """A folder of sealed files and the key that seals them."""

    folder: Path
    key: bytes

    def path(self, name: str) -> Path:
        """Where the file of this name stands.

        Raises:
            RecordNotFound: no file of ours is called that.
        """
        if not name.isalnum():
            raise RecordNotFound
        return self.folder / f"{name}{SUFFIX}"


def _folder() -> Path:
    return Path(settings.KAQUAN_DATA_DIR) / "uploads" / current_tenant().schema_name


def _path(name: str) -> Path:
    return Room(_folder(), b"").path(name)


def _uploads() -> Room:
    return Room(_folder(), derive(keystore().get(current_tenant().id), "uploads"))


def _context(name: str, number: int, last: bool) -> bytes:
    return f"kaquan/upload/{name}/{number}/{'end' if last else 'more'}".encode()


class SealedWriter:
    """Seals a stream chunk by chunk; memory stays at one chunk. ``room``: where it stands; among the uploads by default."""

    def __init__(self, room: Room | None = None) -> None:
        self.name = secrets.token_hex(16)
        self._room = room or _uploads()
        self._buffer = bytearray()
        self._number = 0
        self._bytes = 0
        self._hash = hashlib.sha256()
        self._room.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._room.path(self.name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Take the next bytes of the plain file."""
        self._bytes += len(data)
        self._hash.update(data)
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._emit(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]

    def _emit(self, plain: bytes, *, last: bool) -> None:
        sealed = seal(self._room.key, plain, _context(self.name, self._number, last))
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1

    def close(self) -> StoredUpload:
        """Finish; durable when this returns."""
        self._emit(bytes(self._buffer), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return StoredUpload(self.name, self._bytes, self._hash.digest())

    def abort(self) -> None:
        """Forget the file."""
        self._file.close()
        self._room.path(self.name).unlink(missing_ok=True)


class _SealedReader(io.RawIOBase):
    def __init__(self, name: str, file: IO[bytes], key: bytes) -> None:
        self._name, self._file, self._key = name, file, key
        self._number, self._plain, self._over = 0, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._plain and not self._over:
            self._next_chunk()
        size = min(len(buffer), len(self._plain))
        buffer[:size] = self._plain[:size]
        self._plain = self._plain[size:]
        return size

    def _next_chunk(self) -> None:
        head = self._file.read(4)
        if len(head) < 4:
            raise SealBroken
        sealed = self._file.read(int.from_bytes(head, "big"))
        more = self._file.peek(1)  # type: ignore[attr-defined]
        self._over = not more
        self._plain = unseal(self._key, sealed, _context(self._name, self._number, self._over))
        self._number += 1

    def close(self) -> None:
        self._file.close()
        super().close()


def store_upload(stream: IO[bytes] | bytes) -> StoredUpload:
    """Seal a whole stream (or pasted bytes) into the upload folder."""
    writer = SealedWriter()
    source = io.BytesIO(stream) if isinstance(stream, bytes) else stream
    try:
        while data := source.read(CHUNK):
            writer.write(data)
    except BaseException:
        writer.abort()
        raise
    return writer.close()


def open_upload(name: str) -> io.BufferedReader:
    """The plain bytes of a sealed upload, as a stream.

    Raises:
        RecordNotFound: no such upload of this tenant.
        SealBroken: while reading, when the file was changed or cut.
    """
    return open_sealed(_uploads(), name)


def open_sealed(room: Room, name: str) -> io.BufferedReader:
    """The plain bytes of a sealed file, as a stream; see ``open_upload``."""
    try:
        file = room.path(name).open("rb")
    except FileNotFoundError as error:
        raise RecordNotFound(upload=name[:40]) from error
    return io.BufferedReader(_SealedReader(name, file, room.key), CHUNK)


def delete_upload(name: str) -> None:
    """Remove an upload; it is gone when its codes are in stock."""
    if name:
        _path(name).unlink(missing_ok=True)


def list_old_uploads(*, before: dt.datetime) -> list[str]:
    """Names of this tenant's uploads that were last written before a moment."""
    return list_old_files(_folder(), before=before)


def list_old_files(folder: Path, *, before: dt.datetime) -> list[str]:
    """Names of the sealed files of a folder that were last written before a moment."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            if path.stat().st_mtime < before.timestamp():
                found.append(path.stem)
        except FileNotFoundError:
            pass  # it was deleted meanwhile
    return sorted(found)


class SealedFile(File):  # type: ignore[type-arg]
    """What a form or the API gets of an uploaded file: where it stands sealed, not its bytes.

    Whoever asks for ``stored`` owns the file from then on. One that nobody asked for goes with its request: a form that
    expects no file must not fill the disk.
    """

    def __init__(self, stored: StoredUpload, name: str) -> None:
        super().__init__(None, name)
        self._stored, self._owned = stored, False
        self._at = _path(stored.name)  # the request ends outside the tenant's context
        self.size = stored.size

    @property
    def stored(self) -> StoredUpload:
        """Take the file over."""
        self._owned = True
        return self._stored

    def head(self, size: int) -> bytes:
        """The first bytes of it in the clear; it still goes with its request."""
        with open_upload(self._stored.name) as stream:
            return stream.read(size)

    def close(self) -> None:
        """The request is over."""
        if not self._owned:
            self._at.unlink(missing_ok=True)


class SealedUploadHandler(FileUploadHandler):
    """Django's upload hook: multipart bytes go straight through the cipher to disk, never plain to a temporary file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        if find_current_tenant() is None:
            raise StopUpload(connection_reset=True)
        self._writer: SealedWriter | None = SealedWriter()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """More of it.

        Raises:
            RequestDataTooBig: it is larger than an import may be.
        """
        assert self._writer is not None
        if start + len(raw_data) > MAXIMUM_BYTES:
            self.upload_interrupted()
            raise RequestDataTooBig
        self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile:  # type: ignore[override]
        """It is whole."""
        assert self._writer is not None
        stored, self._writer = self._writer.close(), None
        return SealedFile(stored, self.file_name or "upload")

    def upload_interrupted(self) -> None:
        """The client went away."""
        writer = getattr(self, "_writer", None)
        if writer is not None:
            writer.abort()
            self._writer = None
