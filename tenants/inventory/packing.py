"""PostgreSQL's binary COPY format, packed by hand: the quickest way of a million sealed codes into a table.

Format: https://www.postgresql.org/docs/current/sql-copy.html (Binary Format).
"""

from __future__ import annotations

import datetime as dt
import os
import struct
from collections.abc import Callable, Iterable
from hashlib import blake2b

HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
NONCE_SIZE = 12
_EPOCH = dt.date(2000, 1, 1).toordinal()
_ROW = struct.Struct(">hiii16si").pack  # 4 fields: line, fingerprint, then the length of the sealed bytes
_DATE = struct.Struct(">ii").pack
_NULL = struct.pack(">i", -1)

Encrypt = Callable[[bytes, bytes, bytes | None], bytes]
# (line, card number, secret, expires on)
Row = tuple[int, str, str, dt.date | None]


def pack_rows(rows: Iterable[Row], count: int, *, encrypt: Encrypt, key: bytes, header: bytes, context: bytes) -> bytes:
    """Seal and fingerprint rows and pack them as COPY rows ``(line int, fingerprint bytea, sealed bytea, expires date)``.

    Written out flat, because it runs a million times per import; ``sealing.Keyring.seal`` is the same for one code and
    tests hold the two together. Nonces are drawn for the whole batch at once.

    Args:
        rows: the codes.
        count: how many.
        encrypt: AES-GCM of the tenant's data key.
        key: the tenant's fingerprint key.
        header: version and data key id.
        context: associated data but for the fingerprint (domain, tenant, SKU).
    """
    nonces = os.urandom(NONCE_SIZE * count)
    dates: dict[dt.date | None, bytes] = {None: _NULL}
    parts: list[bytes] = []
    add, at = parts.append, 0
    overhead = len(header) + NONCE_SIZE
    for line, number, secret, expires_on in rows:
        plain_number = number.encode()
        plain = len(plain_number).to_bytes(2, "big") + plain_number + secret.encode()
        print_ = blake2b(plain, digest_size=16, key=key).digest()
        nonce = nonces[at : at + NONCE_SIZE]
        at += NONCE_SIZE
        sealed = encrypt(nonce, plain, context + print_)
        add(_ROW(4, 4, line, 16, print_, overhead + len(sealed)))
        add(header)
        add(nonce)
        add(sealed)
        packed = dates.get(expires_on)
        if packed is None:
            assert expires_on is not None
            packed = dates[expires_on] = _DATE(4, expires_on.toordinal() - _EPOCH)
        add(packed)
    return b"".join(parts)
