"""The text of an API key: ``kq_live_<tenant code, 8>_<32 base62><6 base62 of CRC32>``.

The tenant code routes a key to its schema without a shared key table; the checksum refuses junk without a look-up and
lets secret scanners verify a find offline.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib
from typing import NamedTuple

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
FORMAT = re.compile(r"kq_(live|test)_([a-z0-9]{8})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})", re.ASCII)


class ParsedKey(NamedTuple):
    """What a key says of itself."""

    livemode: bool
    tenant_code: str
    secret_hash: bytes
    last_four: str


def _checksum(text: str) -> str:
    number, digits = zlib.crc32(text.encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return digits


def generate_key(*, livemode: bool, tenant_code: str) -> str:
    """A fresh key with 190 bits of randomness."""
    body = "".join(secrets.choice(BASE62) for _ in range(32))
    head = f"kq_{'live' if livemode else 'test'}_{tenant_code}_{body}"
    return head + _checksum(head)


def parse_key(text: str) -> ParsedKey | None:
    """Read a key; None when it is not one (wrong shape or checksum)."""
    matched = FORMAT.fullmatch(text)
    if matched is None or _checksum(text[:-6]) != matched.group(4):
        return None
    return ParsedKey(
        livemode=matched.group(1) == "live",
        tenant_code=matched.group(2),
        secret_hash=hashlib.sha256(text.encode()).digest(),
        last_four=text[-4:],
    )
