"""Sealing and opening one card code. What is bound: the tenant, the SKU and (through its fingerprint) the code itself.

Layout of ``sealed``: version (1 byte), data key id (2), nonce (12), AES-256-GCM of ``len(card number) (2) || card number ||
secret``. The fingerprint is BLAKE2b, keyed, over the same bytes: equal codes of one tenant meet, nobody else can compute it.
The print of a card number is the same over the number alone, of 8 bytes and under a key of its own.
"""

from __future__ import annotations

import datetime as dt
import os
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from platform_core.kernel.sealing import FINGERPRINT_SIZE, SealBroken, derive, fingerprint, keystore, unseal
from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.models import DataKey
from tenants.inventory.packing import OpenLot, Printed, Row, pack_rows, print_number, print_rows

VERSION = 1
HEADER_SIZE = 3
NONCE_SIZE = 12
NUMBER_PRINT_SIZE = 8
DOMAIN = b"kaquan/code/1"
RELOAD_AFTER = 300.0
_keyrings: dict[uuid.UUID, tuple[float, Keyring]] = {}


class SealedCode(NamedTuple):
    """What is stored of a code."""

    fingerprint: bytes
    sealed: bytes


class OpenedCode(NamedTuple):
    """A code in the clear. Never logged, never stored; its repr says nothing."""

    card_number: str
    secret: str

    def __repr__(self) -> str:
        return "OpenedCode(****)"


def pack(card_number: str, secret: str) -> bytes:
    """The exact bytes that are sealed and fingerprinted."""
    number = card_number.encode()
    return len(number).to_bytes(2, "big") + number + secret.encode()


class Keyring:
    """The unwrapped data keys of one tenant, in memory only."""

    def __init__(self, tenant_id: uuid.UUID, keys: dict[int, bytes], sealing_key: int, wrapping: bytes) -> None:
        self._tenant = tenant_id.bytes
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._sealing = self._ciphers[sealing_key]
        self._header = bytes([VERSION]) + sealing_key.to_bytes(2, "big")
        self._fingerprint_key = derive(wrapping, "code-fingerprint")
        self._keyed = blake2b(digest_size=FINGERPRINT_SIZE, key=self._fingerprint_key)
        self._keyed_number = blake2b(digest_size=NUMBER_PRINT_SIZE, key=derive(wrapping, "card-number-print"))

    def fingerprint(self, card_number: str, secret: str) -> bytes:
        """The keyed fingerprint of a code."""
        return fingerprint(self._fingerprint_key, pack(card_number, secret))

    def number_print(self, card_number: str) -> int:
        """What codes with this card number are found by; others may share it, so compare."""
        return print_number(card_number.encode(), self._keyed_number)

    def seal(self, sku_id: bytes, card_number: str, secret: str) -> SealedCode:
        """Seal one code of a SKU (its id as 16 bytes)."""
        print_ = self.fingerprint(card_number, secret)
        return SealedCode(print_, self.seal_under(print_, sku_id, card_number, secret))

    def seal_under(self, print_: bytes, sku_id: bytes, card_number: str, secret: str) -> bytes:
        """Seal one code that is found by another fingerprint than the one over all that is sealed."""
        nonce = os.urandom(NONCE_SIZE)
        context = DOMAIN + self._tenant + sku_id + print_
        return self._header + nonce + self._sealing.encrypt(nonce, pack(card_number, secret), context)

    def print_rows(self, rows: Iterable[Row]) -> list[Printed]:
        """Fingerprint many codes; see ``packing.print_rows``."""
        return print_rows(rows, self._keyed, self._keyed_number)

    def pack_rows(self, sku_id: bytes, printed: Sequence[Printed], lots: Mapping[dt.date | None, OpenLot]) -> bytes:
        """Seal many fingerprinted codes of one SKU into COPY rows; see ``packing.pack_rows``."""
        return pack_rows(
            printed,
            lots,
            encrypt=self._sealing.encrypt,
            header=self._header,
            context=DOMAIN + self._tenant + sku_id,
        )

    def open(self, sku_id: bytes, print_: bytes, sealed: bytes) -> OpenedCode:
        """Open one code.

        Raises:
            SealBroken: the row was changed, moved to another SKU, or its key is gone.
            CodesNotKept: what it says was shredded.
        """
        sealed = bytes(sealed)
        if not sealed:
            raise CodesNotKept
        cipher = self._ciphers.get(int.from_bytes(sealed[1:HEADER_SIZE], "big"))
        if cipher is None or sealed[0] != VERSION:
            raise SealBroken
        body = HEADER_SIZE + NONCE_SIZE
        try:
            plain = cipher.decrypt(
                sealed[HEADER_SIZE:body], sealed[body:], DOMAIN + self._tenant + sku_id + bytes(print_)
            )
        except InvalidTag as error:
            raise SealBroken from error
        size = int.from_bytes(plain[:2], "big")
        return OpenedCode(plain[2 : 2 + size].decode(), plain[2 + size :].decode())


def keyring() -> Keyring:
    """The current tenant's keys, unwrapped once per process and five minutes.

    Raises:
        KeyMissing: the keystore has no key for this tenant.
    """
    tenant = current_tenant()
    found = _keyrings.get(tenant.id)
    if found is not None and found[0] > time.monotonic():
        return found[1]
    wrapping = keystore().get(tenant.id)
    rows = list(DataKey.objects.order_by("id"))
    keys = {row.id: unseal(wrapping, bytes(row.wrapped), tenant.id.bytes + row.id.to_bytes(2, "big")) for row in rows}
    ring = Keyring(tenant.id, keys, rows[-1].id, wrapping)
    _keyrings[tenant.id] = (time.monotonic() + RELOAD_AFTER, ring)
    return ring
