"""Events: snapshots of objects as they were then, signed as Stripe signs them (a timestamp and HMAC-SHA256 over it and the body)."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import time
from typing import Any

from tests.simulators.stripe.shapes import made

PLATFORM = "acct_platform0000"


def signed(event: dict[str, Any], secret: str, *, age: float = 0) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a delivery, sent so many seconds ago."""
    body = json.dumps(event).encode()
    return body, {"Stripe-Signature": signature_of(body, secret, int(time.time() - age))}


def signature_of(body: bytes, secret: str, at: int) -> str:
    """The header of a body that was sent then."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


class EventBook:
    """What happened, in its order. Events of connected accounts say whose they are."""

    events: list[dict[str, Any]]

    def clock(self) -> int:
        """What time it is at Stripe."""
        return int(time.time())

    def tell(self, kind: str, said: dict[str, Any], scope: str) -> None:
        """Write down an event about an object as it is now."""
        event = made(
            "event",
            id=f"evt_{len(self.events):08d}",
            type=kind,
            api_version="2026-10-28.endive",
            created=self.clock(),
            data={"object": copy.deepcopy(said)},
            livemode=False,
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
        )
        self.events.append({**event, "account": scope} if scope.startswith("acct_connected") else event)

    def told(self, kind: str) -> dict[str, Any]:
        """The last event of a type."""
        return next(event for event in reversed(self.events) if event["type"] == kind)
