from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Asked(NamedTuple):
    """A payment to be made; amount in minor units."""

    number: str
    amount: int
    currency: str
    subject: str
    return_url: str


class VerifiedNotice(NamedTuple):
    """What a gateway really said, after its signature was checked."""

    payment_number: str
    provider_id: str
    amount: int
    currency: str


class Gateway(Protocol):
    """One way to be paid."""

    name: str

    def start(self, asked: Asked) -> str:
        """Where to send the buyer to pay."""

    def verify(self, body: bytes, headers: Mapping[str, str]) -> VerifiedNotice:
        """Check a notice.

        Raises:
            NoticeForged
        """

    def received(self) -> str:
        """What to answer so that the gateway stops repeating a stored notice."""
