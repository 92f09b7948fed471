"""Codes that buyers type: written in one way, and made so that nobody guesses one."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Final

LONGEST: Final = 32
SHORTEST: Final = 3
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
LENGTH: Final = 12  # of a made one: 59 bits, and there are at most 50,000 of a coupon
BREAKS = re.compile(r"[\s\-_]+")
WRITTEN = re.compile(r"[^\W_]+")


def normalised(text: str) -> str:
    """A code in the one way in which it is kept and compared: half-width capitals, without breaks."""
    return BREAKS.sub("", unicodedata.normalize("NFKC", text)).upper()[: LONGEST + 1]


def is_well_formed(text: str) -> bool:
    """May a merchant choose it? Letters and digits of any script, not too few."""
    kept = normalised(text)
    return SHORTEST <= len(kept) <= LONGEST and WRITTEN.fullmatch(kept) is not None


def make_code(prefix: str = "") -> str:
    """A new single-use code, behind what the merchant's codes begin with."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
