"""Rows that are written down once and read once again, on disk and sealed, for as long as a process makes a file of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Final

from platform_core.kernel.sealing import seal, unseal

BLOCK: Final = 1 << 20  # bytes that are sealed together, and all that is held in memory


class SealedSpool:
    """Lines under a key that this process alone holds, in a file without a name: what a crash leaves cannot be read, or found."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._held = bytearray()
        self._blocks = 0

    def add(self, line: bytes) -> None:
        """Take a line, without its end and with none inside."""
        self._held += line + b"\n"
        if len(self._held) >= BLOCK:
            self._put()

    def _put(self) -> None:
        sealed = seal(self._key, bytes(self._held), b"%d" % self._blocks)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._held.clear()
        self._blocks += 1

    def lines(self) -> Iterator[bytes]:
        """Every line, in order; nothing is added after."""
        self._put()
        self._file.seek(0)
        for number in range(self._blocks):
            size = int.from_bytes(self._file.read(4), "big")
            yield from unseal(self._key, self._file.read(size), b"%d" % number).splitlines()

    def close(self) -> None:
        """It is gone."""
        self._file.close()
