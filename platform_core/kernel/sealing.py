"""Envelope encryption: data keys seal values, tenant keys wrap data keys, the master key wraps tenant keys.

Tenant keys live OUTSIDE the database (a keystore folder here), so that a stolen dump opens nothing and that destroying
one file shreds a tenant's codes in every backup. All ciphers are AES-256-GCM from ``cryptography`` with random nonces.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from platform_core.kernel.errors import DomainError

NONCE_SIZE = 12
FINGERPRINT_SIZE = 16


class KeyMissing(DomainError):
    """The tenant's key is not in the keystore: its codes cannot be opened (shredded, or the wrong keystore)."""

    code = "key_missing"


class SealBroken(DomainError):
    """The bytes do not open under this key and context: tampered with, moved, or sealed by another key."""

    code = "seal_broken"


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Encrypt ``plain``; ``context`` (associated data) must be given again to open it."""
    nonce = os.urandom(NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open what ``seal`` made.

    Raises:
        SealBroken: wrong key, wrong context or changed bytes.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], context)
    except InvalidTag as error:
        raise SealBroken from error


def derive(key: bytes, purpose: str) -> bytes:
    """A 32-byte subkey of ``key`` for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key)


def fingerprint(key: bytes, data: bytes) -> bytes:
    """Keyed 16-byte fingerprint (BLAKE2b, RFC 7693): equal data is found without storing it."""
    return hashlib.blake2b(data, digest_size=FINGERPRINT_SIZE, key=key).digest()


class Keystore:
    """Tenant keys as files of 0600 in one folder, each wrapped by the master key."""

    def __init__(self, folder: Path, master_key: bytes) -> None:
        self._folder = folder
        self._master_key = derive(master_key, "keystore")

    def _path(self, owner: uuid.UUID) -> Path:
        return self._folder / f"{owner.hex}.key"

    def create(self, owner: uuid.UUID) -> bytes:
        """Make the owner's key, durable before this returns; an existing one is kept and returned."""
        path = self._path(owner)
        if path.exists():
            return self.get(owner)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = AESGCM.generate_key(256)
        partial = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(seal(self._master_key, key, owner.bytes))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, path)
        except FileExistsError:
            return self.get(owner)
        finally:
            partial.unlink()
        directory = os.open(self._folder, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
        return key

    def get(self, owner: uuid.UUID) -> bytes:
        """The owner's key.

        Raises:
            KeyMissing: there is none.
        """
        try:
            wrapped = self._path(owner).read_bytes()
        except FileNotFoundError as error:
            raise KeyMissing(owner=str(owner)) from error
        return unseal(self._master_key, wrapped, owner.bytes)

    def destroy(self, owner: uuid.UUID) -> None:
        """Shred: nothing sealed under this owner's key can be opened again, in no backup."""
        self._path(owner).unlink(missing_ok=True)


@lru_cache(maxsize=1)
def keystore() -> Keystore:
    """The keystore of this install."""
    return Keystore(Path(settings.KAQUAN_DATA_DIR) / "keystore", settings.KAQUAN_MASTER_KEY)


def seal_json(owner: uuid.UUID, purpose: str, about: uuid.UUID, content: Any) -> bytes:
    """Small JSON, to be stored under its owner's key: it opens for this purpose and with the row that it is about, alone."""
    return seal(derive(keystore().get(owner), purpose), orjson.dumps(content), about.bytes)


def open_json(owner: uuid.UUID, purpose: str, about: uuid.UUID, sealed: bytes | memoryview) -> Any:
    """What ``seal_json`` sealed, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    return orjson.loads(unseal(derive(keystore().get(owner), purpose), bytes(sealed), about.bytes))
