"""PostgreSQL's binary COPY format, packed by hand: the quickest way of a million sealed codes into a table.

Format: https://www.postgresql.org/docs/current/sql-copy.html (Binary Format).

Written out flat, because it runs a million times per import; ``sealing.Keyring.seal`` is the same for one code and tests
hold the two together.
"""

from __future__ import annotations

import datetime as dt
import os
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
NONCE_SIZE = 12
# 5 fields: lot, position, fingerprint, print of the card number (or -1: null), and of the sealed bytes their length, version
# and key (3), nonce; each but the first number is preceded by its length.
_ROW = struct.Struct(">hiqiii16sii3s12s").pack
_NUMBERED = struct.Struct(">hiqiii16siqi3s12s").pack
_PRINT = struct.Struct(">q").unpack

Encrypt = Callable[[bytes, bytes, bytes | None], bytes]
# (line, card number, secret, expires on)
Row = tuple[int, str, str, dt.date | None]
# (fingerprint, the bytes to seal, expires on, print of the card number)
Printed = tuple[bytes, bytes, dt.date | None, int | None]


class OpenLot:
    """A lot that is being filled: the next code stands at ``size + 1``."""

    __slots__ = ("id", "size")

    def __init__(self, lot_id: int) -> None:
        self.id = lot_id
        self.size = 0


def print_number(number: bytes, keyed: Any) -> int:
    """The print of a card number: 64 bits, as a signed number."""
    own = keyed.copy()
    own.update(number)
    return int(_PRINT(own.digest())[0])


def print_rows(rows: Iterable[Row], keyed: Any, keyed_number: Any) -> list[Printed]:
    """Fingerprint rows.

    Args:
        rows: the codes.
        keyed: a BLAKE2b that has the tenant's key and nothing else in it; a copy of it is cheaper than a new one.
        keyed_number: one of 8 bytes, with the key for card numbers.
    """
    printed: list[Printed] = []
    add, start = printed.append, keyed.copy
    for _, number, secret, expires_on in rows:
        plain_number = number.encode()
        plain = len(plain_number).to_bytes(2, "big") + plain_number + secret.encode()
        own = start()
        own.update(plain)
        add((own.digest(), plain, expires_on, print_number(plain_number, keyed_number) if number else None))
    return printed


def pack_rows(
    printed: Sequence[Printed],
    lots: Mapping[dt.date | None, OpenLot],
    *,
    encrypt: Encrypt,
    header: bytes,
    context: bytes,
) -> bytes:
    """Seal fingerprinted rows and pack them as COPY rows ``(lot bigint, position int, fingerprint bytea, number_print
    bigint, sealed bytea)``.

    Nonces are drawn for all of them at once.

    Args:
        printed: the codes.
        lots: where those of an expiry date go; each code takes the next position.
        encrypt: AES-GCM of the tenant's data key.
        header: version and data key id.
        context: associated data but for the fingerprint (domain, tenant, SKU).
    """
    nonces = os.urandom(NONCE_SIZE * len(printed))
    parts: list[bytes] = []
    add, at = parts.append, 0
    overhead = len(header) + NONCE_SIZE
    for print_, plain, expires_on, number in printed:
        lot = lots[expires_on]
        lot.size = position = lot.size + 1
        nonce = nonces[at : at + NONCE_SIZE]
        at += NONCE_SIZE
        sealed = encrypt(nonce, plain, context + print_)
        if number is None:
            add(_ROW(5, 8, lot.id, 4, position, 16, print_, -1, overhead + len(sealed), header, nonce))
        else:
            add(_NUMBERED(5, 8, lot.id, 4, position, 16, print_, 8, number, overhead + len(sealed), header, nonce))
        add(sealed)
    return b"".join(parts)
