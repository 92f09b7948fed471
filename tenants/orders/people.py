"""A person as orders know them: an account, or a guest by their contact alone."""

from __future__ import annotations

import uuid
from typing import NamedTuple


class PersonRef(NamedTuple):
    """Who it is.

    ``contact_hash``: as their orders have it; None: erased. ``known_as``: the same however they write their contact.
    ``contact``: in the clear, for whoever may see it; ``masked``: for all others.
    """

    buyer_id: uuid.UUID | None
    contact_hash: bytes | None
    known_as: bytes | None
    contact: str
    contact_type: str
    masked: str

    @property
    def hashes(self) -> list[bytes]:
        """By which orders of theirs are found."""
        return list({each for each in (self.contact_hash, self.known_as) if each is not None})

    @property
    def ref(self) -> str:
        """How a page's address names them: an account's id, or the hash of a guest's contact."""
        return str(self.buyer_id) if self.buyer_id else f"g{(self.contact_hash or b'').hex()}"
