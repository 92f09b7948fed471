"""Which of a customer's subscriptions is the one that counts: pure, so that every reader chooses the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from billing.enums import SubscriptionStatus
from billing.providers.base import RemoteSubscription

S = SubscriptionStatus
# Its first payment is under way, or never came: as if nobody had subscribed yet.
NOT_BEGUN: Final = frozenset({S.INCOMPLETE, S.INCOMPLETE_EXPIRED})
HEALTHY: Final = frozenset({S.ACTIVE, S.TRIALING})


class Choice(NamedTuple):
    """What counts, and what should not be there beside it.

    Args:
        chosen: None: there is none that ever began.
        twice: began later than the chosen one and would be paid beside it.
        unsettled: older than the chosen one and owing: a person has to look at it.
    """

    chosen: RemoteSubscription | None
    twice: tuple[RemoteSubscription, ...] = ()
    unsettled: tuple[RemoteSubscription, ...] = ()


def choose(found: Sequence[RemoteSubscription]) -> Choice:
    """Of several that live, the oldest that is in order; of those that are over, the one that ended last."""
    begun = sorted(
        (each for each in found if each.status not in NOT_BEGUN), key=lambda each: (each.created_at, each.id)
    )
    living = [each for each in begun if each.status != S.CANCELED]
    if not living:
        over = sorted(begun, key=lambda each: (each.ended_at or each.created_at, each.id))
        return Choice(over[-1] if over else None)
    chosen = next((each for each in living if each.status in HEALTHY), living[0])
    place = living.index(chosen)
    return Choice(chosen, tuple(living[place + 1 :]), tuple(living[:place]))
