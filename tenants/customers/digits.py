"""The digits of one-time codes. A million are soon tried: their hash is keyed, with a key outside the database."""

from __future__ import annotations

import hmac
import secrets
import uuid

from platform_core.kernel.sealing import derive, fingerprint, keystore
from platform_core.tenancy.context import current_tenant

LENGTH = 6


def new_digits() -> str:
    """Six digits, from the operating system's randomness."""
    return f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"


def digest_of(code_id: uuid.UUID, digits: str) -> bytes:
    """What is stored of a code: nothing that is good for another."""
    key = derive(keystore().get(current_tenant().id), "one-time-code")
    return fingerprint(key, code_id.bytes + digits.encode())


def are_right(code_id: uuid.UUID, digits: str, digest: bytes) -> bool:
    """Are these the digits of that code? Takes the same time whichever of them differs."""
    return hmac.compare_digest(digest_of(code_id, digits), digest)
