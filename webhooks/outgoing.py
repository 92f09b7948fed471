"""What is handed to the transport."""

from __future__ import annotations

from dataclasses import dataclass, field

from webhooks.services.claim_deliveries import Claimed


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery that is ready to be sent; it is signed, with each of the secrets, at the moment of the attempt."""

    claimed: Claimed
    url: str
    livemode: bool
    message_id: str
    secrets: tuple[str, ...] = field(repr=False)
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict, repr=False)  # the shop's own
    timeout: float = 15.0  # seconds
