"""What is handed to the transport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from webhooks.enums import PayloadFormat
from webhooks.services.claim_deliveries import Claimed

NO_HEADERS: Mapping[str, str] = {}
CONTENT_TYPES = {
    PayloadFormat.STANDARD: "application/json",
    PayloadFormat.CLOUDEVENTS: "application/cloudevents+json",
}


class Outgoing(NamedTuple):
    """A delivery that is ready to be sent; it is signed, with each of the secrets, at the moment of the attempt."""

    claimed: Claimed
    url: str
    livemode: bool
    message_id: str
    secrets: tuple[str, ...]
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = NO_HEADERS  # the shop's own
    timeout: float = 15.0  # seconds

    def __repr__(self) -> str:
        return f"Outgoing({self.claimed.id})"  # nothing secret
