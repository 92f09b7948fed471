"""Secrets of the install: given, or (embedded default) made once in the data folder."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config.env import env


def _kept(path: Path) -> str:
    """The secret in ``path``, made on first use. Racing processes end with the same one (O_EXCL)."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        return path.read_text().strip()


def secret_key() -> str:
    """Django's signing key."""
    return env().secret_key or _kept(env().data_dir / "secret.key")


def master_key() -> bytes:
    """The 32-byte key that wraps every tenant's key file (``KAQUAN_MASTER_KEY``: 64 hex digits)."""
    return bytes.fromhex(env().master_key or _kept(env().data_dir / "keystore" / "master.key"))


def derive_password(role: str) -> str:
    """The password of a database login, derived so that it need not be stored anywhere."""
    derived = HKDF(algorithm=SHA256(), length=24, salt=None, info=b"kaquan/db-login/" + role.encode())
    return base64.urlsafe_b64encode(derived.derive(master_key())).decode()
