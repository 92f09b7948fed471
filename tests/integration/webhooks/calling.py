"""One attempt by itself, without a database."""

from __future__ import annotations

import socket
import uuid

from webhooks.outgoing import Outgoing
from webhooks.services.claim_deliveries import Claimed
from webhooks.transport import Sender


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


def call(url: str, lookup=None, *, livemode: bool = True, **more):
    """One attempt, by itself."""
    ids = [uuid.uuid4() for _ in range(4)]
    claimed = Claimed(ids[0], "role", ids[1], None, ids[2], "test.ping", url, "2026-12-01", None, 1, 1, ids[3])
    secrets = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",)
    with Sender(lookup) as sender:
        sender.submit([Outgoing(claimed, url, livemode, "evt_1", secrets, b"{}", **more)])
        [attempt] = sender.collect(20)
    return attempt
