"""One attempt by itself, without a database."""

from __future__ import annotations

import socket
import uuid

from webhooks.services.claim_deliveries import Claimed
from webhooks.transport import Outgoing, Sender


def lookup_of(*addresses: str):
    """A resolver that gives these answers to everything, and counts."""

    def lookup(host, port, *rest):
        lookup.asked.append(host)
        return [
            (
                socket.AF_INET6 if ":" in each else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (each, port, 0, 0) if ":" in each else (each, port),
            )
            for each in addresses
        ]

    lookup.asked = []
    return lookup


def call(url: str, lookup=None, *, livemode: bool = True):
    """One attempt, by itself."""
    claimed = Claimed(uuid.uuid4(), "role", uuid.uuid4(), url, "2026-12-01", 1, uuid.uuid4())
    with Sender(lookup) as sender:
        sender.submit(Outgoing(claimed, livemode, "evt_1", ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",), b"{}"))
        [attempt] = sender.collect(20)
    return attempt
