"""How the address or number of a buyer is kept: sealed to be used, hashed to be found, masked to be shown."""

from __future__ import annotations

import itertools
import unicodedata
import uuid
from collections.abc import Callable
from typing import NamedTuple

from platform_core.kernel.masking import mask_contact
from platform_core.kernel.sealing import derive, fingerprint, keystore, seal, unseal

TRIVIAL = frozenset({"123456", "1234567", "12345678", "123456789", "abcdef", "abcdefg", "qwerty", "password", "888888"})

NOBODY = bytes(16)  # no contact has this hash


class Contact(NamedTuple):
    """What is stored of a contact."""

    sealed: bytes
    hash: bytes
    masked: str


def seal_contact(owner: uuid.UUID, text: str) -> Contact:
    """What a merchant keeps of a contact that was checked."""
    sealed = seal(derive(keystore().get(owner), "contact"), text.encode(), owner.bytes)
    return Contact(sealed, hash_contact(owner, text), mask_contact(text))


def open_contact(owner: uuid.UUID, sealed: bytes) -> str:
    """The contact itself, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    return contact_opener(owner)(sealed)


def contact_opener(owner: uuid.UUID) -> Callable[[bytes], str]:
    """What opens contacts of one merchant, many of them with the key read once.

    Raises:
        KeyMissing; when called, SealBroken
    """
    key = derive(keystore().get(owner), "contact")
    return lambda sealed: unseal(key, sealed, owner.bytes).decode()


def hash_contact(owner: uuid.UUID, text: str) -> bytes:
    """The same for the same contact of the same merchant; without the key nobody finds it by trying."""
    return fingerprint(derive(keystore().get(owner), "contact-hash"), text.encode())


def normalise(text: str) -> str:
    """Half-width, trimmed, lower case: how a buyer may type it again."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_trivial(text: str) -> bool:
    """Would a stranger guess it: one character repeated, a run, or a famous one?"""
    if text in TRIVIAL or len(set(text)) <= 2:
        return True
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(text)}
    return steps in ({1}, {-1})
