"""Codes on paper, for the day when the phone is gone."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings

from platform_core.kernel.sealing import derive, fingerprint

NUMBER = 10
LENGTH = 10  # of 32 letters: 50 bits, and six tries in a quarter of an hour
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is read as something else
READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def new_codes() -> list[str]:
    """As many as a person gets at once, as they are written down."""
    codes = ("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(NUMBER))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def digest_of(user_id: uuid.UUID, code: str) -> bytes:
    """How a code is kept: hashed under a key outside the database, for this user alone."""
    plain = code.strip().lower().translate(READ_AS)
    return fingerprint(derive(settings.KAQUAN_MASTER_KEY, "recovery-codes"), user_id.bytes + plain.encode())
