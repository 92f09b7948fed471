"""Keyed prints of what names people and accounts: equal numbers are found without being stored, and nobody else can compute them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import derive, fingerprint, keystore

Kind = Literal["person", "bank", "phone", "email", "address", "contact", "payer", "uscc"]
SEPARATORS = re.compile(r"[\s\-()（）·.]+")


@lru_cache(maxsize=1)
def _key() -> bytes:
    return derive(keystore().get(platform_owner()), "identity-print/1")


def normalise(kind: Kind, value: str) -> str:
    """One spelling of a number: NFKC, upper case, without separators; of phones without mainland China's prefix."""
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", value)).upper()
    return re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", plain) if kind == "phone" else plain


def print_of(kind: Kind, value: str) -> bytes | None:
    """The print of a number (16 bytes); None of nothing."""
    plain = normalise(kind, value)
    return fingerprint(_key(), f"{kind}\0{plain}".encode()) if plain else None
