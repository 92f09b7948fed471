"""How much is under way to each receiver, and how much more it may get now: fewer at a time while it fails, no more than its rate."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass

from webhooks.services.claim_deliveries import MOST_OF_LANE, Claimed

START = 2  # at a time, to a receiver of which nothing is known yet


@dataclass(slots=True)
class Lane:
    """One receiver, as this process knows it. Each success lets it have one more at a time, up to ``most``; each refusal one
    less, each call without an answer half as many: one that is dead holds one place, and one that has just come back is not
    run over.
    """

    most: int
    rate: int | None
    allowed: int = START
    busy: int = 0
    tokens: float = 1.0
    seen: float = 0.0

    def room(self, at: float) -> int:
        """How many more it may get."""
        room = min(self.allowed, self.most) - self.busy
        if self.rate is not None:
            # A second's worth at most: a process that has just begun does not know what went before it.
            self.tokens = min(self.rate, self.tokens + (at - self.seen) * self.rate)
            self.seen = at
            room = min(room, int(self.tokens))
        return max(0, room)


class Lanes:
    """All receivers that this process has sent to."""

    def __init__(self) -> None:
        self._lanes: dict[uuid.UUID, Lane] = {}
        self.shops: Counter[str] = Counter()  # under way, by shop
        self.total = 0
        self.again = 0  # of them, further attempts

    def began(self, claimed: Claimed, *, most: int = MOST_OF_LANE, rate: int | None = None) -> None:
        """A delivery is under way; its endpoint says how many may be at a time, and in a second."""
        lane = self._lanes.setdefault(claimed.lane, Lane(most, rate, seen=time.monotonic()))
        lane.most, lane.rate = most, rate
        lane.busy += 1
        lane.tokens -= 1
        self.shops[claimed.tenant_role] += 1
        self.total += 1
        self.again += claimed.tries > 1

    def ended(self, claimed: Claimed, *, succeeded: bool, answered: bool) -> None:
        """It is over, for now."""
        lane = self._lanes[claimed.lane]
        lane.busy -= 1
        if succeeded:
            lane.allowed = min(lane.most, lane.allowed + 1)
        else:
            lane.allowed = max(1, lane.allowed - 1 if answered else lane.allowed // 2)
        self.shops[claimed.tenant_role] -= 1
        self.total -= 1
        self.again -= claimed.tries > 1

    def busy(self) -> dict[str, int]:
        """What is under way, by lane."""
        return {str(id_): lane.busy for id_, lane in self._lanes.items() if lane.busy}

    def limits(self) -> dict[str, int]:
        """How many more each known lane may get now."""
        at = time.monotonic()
        return {str(id_): lane.room(at) for id_, lane in self._lanes.items()}
