"""Keyed prints of card codes: by them one code is met in two shops, and nothing else is learnt of it.

What is printed is what a buyer would have to type, so that another spelling does not hide it. The key lies in the keystore under
an owner of its own, apart from every merchant's and the platform's: a stolen database cannot try out codes, and prints cannot be
joined with the fingerprints in a merchant's store. Each epoch has a key of its own; a print begins with its epoch's number.
"""

from __future__ import annotations

import re
import string
import unicodedata
import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from platform_core.kernel.sealing import KeyMissing, derive, keystore

PRINT_SIZE = 16  # the epoch's byte and 120 bits of the HMAC
LONG = 12  # characters that name a code without its card number
SHORT = 10  # characters below which codes of different brands are alike by chance
DOMAIN = b"cardfp/v1|"
_KEPT = (string.ascii_uppercase + string.digits).encode()
_UPPER = bytes(range(256)).upper()
_DROPPED = bytes(byte for byte in range(256) if _UPPER[byte] not in _KEPT)
# What stands between a card number and a secret that were put into one column.
_BETWEEN = re.compile(r"[\s|,;:，；：、]+|-{2,}")


class PrintedCodes(NamedTuple):
    """Prints in their order, each with the place of its code. A place is negative where the print is of a secret alone whose code has
    a card number: several codes may share it.
    """

    prints: bytes
    places: list[int]

    def parts(self, size: int) -> list[PrintedCodes]:
        """The same in parts of so many prints."""
        return [
            PrintedCodes(
                self.prints[start * PRINT_SIZE : (start + size) * PRINT_SIZE], self.places[start : start + size]
            )
            for start in range(0, len(self.places), size)
        ]


def normalise(text: str) -> bytes:
    """What is meant, however it is written: case, width, separators and what is not seen do not matter."""
    if text.isascii():
        found = text.encode().translate(_UPPER, _DROPPED)
    else:
        wide = unicodedata.normalize("NFKC", text).upper()
        found = "".join(each for each in wide if each.isalnum()).encode()
    return found or "".join(unicodedata.normalize("NFKC", text).split()).encode()


class Signer:
    """Makes the prints of one epoch; holds its key, in memory only."""

    def __init__(self, epoch: int, key: bytes) -> None:
        self._epoch = bytes([epoch % 256])
        self._keyed = HMAC(derive(key, "code-prints"), SHA256())
        self._keyed.update(DOMAIN)

    @property
    def check(self) -> bytes:
        """By what another key would be noticed."""
        return self._sign(b"check|")[1:9]

    def _sign(self, text: bytes) -> bytes:
        own = self._keyed.copy()
        own.update(text)
        return self._epoch + own.finalize()[: PRINT_SIZE - 1]

    def prints_of(self, number: str, secret: str, brand: str) -> tuple[bytes, bytes | None]:
        """What a code is met by: all of it, and its secret alone where that is long enough to name it and is not all.

        Args:
            brand: of what it is a code; in the print of a short code alone.
        """
        if (
            not number and len(secret) >= SHORT and secret.isascii() and secret.isalnum()
        ):  # most codes: nothing to look for
            return self._sign(b"code|" + secret.upper().encode()), None
        plain = normalise(secret)
        alone = plain if number else _secret_in(secret)
        whole = normalise(number) + plain if number else plain
        if len(whole) < SHORT:
            return self._sign(b"short|" + normalise(brand) + b"|" + whole), None
        return self._sign(b"code|" + whole), self._sign(b"code|" + alone) if len(alone) >= LONG else None

    def print_codes(self, codes: Iterable[tuple[int, str, str]], brand: str) -> PrintedCodes:
        """Print many codes of one brand: their places (from 1), card numbers and secrets."""
        found = []
        for place, number, secret in codes:
            whole, alone = self.prints_of(number, secret, brand)
            found.append((whole, place))
            if alone is not None:
                found.append((alone, -place))
        found.sort()
        return PrintedCodes(b"".join([print_ for print_, _ in found]), [place for _, place in found])


def _secret_in(secret: str) -> bytes:
    """The last part of a column that seems to hold a card number, too; else nothing."""
    if _BETWEEN.search(secret) is None:
        return b""
    *before, last = [part for part in _BETWEEN.split(secret) if part] or [""]
    return normalise(last) if before else b""


def epoch_owner(epoch: int) -> uuid.UUID:
    """Under whom the key of an epoch lies in the keystore. The version of a random id can never be 0: no tenant has this one."""
    return uuid.UUID(f"6b617175-616e-0000-8001-{epoch:012x}")


def open_signer(epoch: int, check: bytes) -> Signer:
    """The signer of an epoch that is in use.

    Raises:
        KeyMissing: its key is not in the keystore, or another one is: nothing would be found by it.
    """
    signer = _signer(epoch)
    if signer.check != bytes(check):
        _signer.cache_clear()
        raise KeyMissing(owner=str(epoch_owner(epoch)))
    return signer


def make_signer(epoch: int) -> Signer:
    """The signer of an epoch that is about to begin; its key is durable when this returns."""
    keystore().create(epoch_owner(epoch))
    return _signer(epoch)


def forget_key(epoch: int) -> None:
    """Destroy the key of an epoch that is over."""
    keystore().destroy(epoch_owner(epoch))
    _signer.cache_clear()


@lru_cache(maxsize=4)
def _signer(epoch: int) -> Signer:
    return Signer(epoch, keystore().get(epoch_owner(epoch)))
