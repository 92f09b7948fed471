"""Heads and anchors are signed with Ed25519 by a key that is derived from the platform's and lies outside the database."""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import derive, keystore


@lru_cache(maxsize=1)
def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derive(keystore().get(platform_owner()), "audit-signature/1"))


def sign(message: bytes) -> bytes:
    """Sign (64 bytes)."""
    return _private().sign(message)


def is_signed(message: bytes, signature: bytes | memoryview) -> bool:
    """Is this our signature of this message?"""
    try:
        _private().public_key().verify(bytes(signature), message)
    except InvalidSignature:
        return False
    return True


def public_key_pem() -> str:
    """What an auditor verifies with."""
    return _private().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
