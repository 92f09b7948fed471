"""Codes of the shop's own making: gift cards and passes that it sells and redeems itself.

A code is 19 characters of 5 random bits each (95 bits: guessing is hopeless at any rate that a limiter lets pass) and a check
character (ISO/IEC 7064, the hybrid system of MOD 37,36 with 32 characters), so that a slip of the pen is told from a wrong code.
Its alphabet is Crockford's: no I, L, O, U. Written in four groups of five. A serial number (16 digits, the last by Luhn) names a
card to people who must not know its code.
"""

from __future__ import annotations

import secrets
import unicodedata
import uuid
from typing import NamedTuple

from stdnum import luhn
from stdnum.iso7064 import mod_37_36

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.sealing import keyring

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIZE, GROUP = 20, 5
TEST = "TEST-"  # before a code of the test shop: nobody shall take it for money
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


class GeneratedCard(NamedTuple):
    """A fresh card as it is stored: nothing in it says the code."""

    id: uuid.UUID
    serial: str
    fingerprint: bytes
    sealed: bytes


def new_code() -> str:
    """The 20 characters of a fresh code."""
    body = "".join(
        ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(SIZE - 1)
    )  # 32 divides 256: all as likely
    return body + mod_37_36.calc_check_digit(body, ALPHABET)


def new_serial() -> str:
    """A fresh serial number. Not secret, and only almost surely unique."""
    body = str(secrets.randbelow(9 * 10**14) + 10**14)
    return body + luhn.calc_check_digit(body)


def write_code(code: str) -> str:
    """A code as people see it."""
    groups = "-".join(code[start : start + GROUP] for start in range(0, SIZE, GROUP))
    return groups if current_tenant().livemode else TEST + groups


def read_code(text: str) -> str | None:
    """The 20 characters that somebody meant: case, spaces, dashes, full width and misread letters do not matter.

    Returns:
        None when it is not a generated code, or has a typing error.
    """
    wide = unicodedata.normalize("NFKC", text).upper()
    code = "".join(each for each in wide if each.isalnum()).translate(MISREAD)
    if len(code) == SIZE + len("TEST"):
        code = code.removeprefix("TEST")
    well_formed = len(code) == SIZE and all(each in ALPHABET for each in code)
    return code if well_formed and mod_37_36.is_valid(code, ALPHABET) else None


def generate_cards(sku_id: uuid.UUID, quantity: int) -> list[GeneratedCard]:
    """So many fresh cards of a SKU, sealed."""
    ring = keyring()
    cards = []
    for _ in range(quantity):
        code, serial = new_code(), new_serial()
        print_ = ring.fingerprint("", code)
        cards.append(
            GeneratedCard(new_id(), serial, print_, ring.seal_under(print_, sku_id.bytes, serial, write_code(code)))
        )
    return cards
