"""How a merchant stands, from what its subscription says and the time: pure, so that it comes out the same whenever it is asked.

A debt, a trial that is over and a subscription that ended lead down the same stairs, with other steps; of several the worst counts,
so that nobody stands better because it owes more or was cancelled on top of that:

==================  ========  ===================  =====================
since               grace     read-only from       suspended from
==================  ========  ===================  =====================
a bill fell due     at once   7 days after         14 days after
a trial ended       at once   3 days after         10 days after
it was cancelled    -         at once              7 days after
==================  ========  ===================  =====================
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from billing.engines import is_left
from billing.enums import SubscriptionStatus
from platform_core.entitlements.enums import Standing

if TYPE_CHECKING:
    from billing.models import Subscription

S = SubscriptionStatus


class Stairs(NamedTuple):
    """After how long what happens."""

    read_only: dt.timedelta
    suspended: dt.timedelta


DEBT: Final = Stairs(dt.timedelta(days=7), dt.timedelta(days=14))
TRIAL: Final = Stairs(dt.timedelta(days=3), dt.timedelta(days=10))
ENDED: Final = Stairs(dt.timedelta(0), dt.timedelta(days=7))
# In these a provider's subscription is over, or never began: what counts is since when.
OVER: Final = frozenset({S.CANCELED, S.INCOMPLETE_EXPIRED})
OWING: Final = frozenset({S.PAST_DUE, S.UNPAID})
# As long as nobody is charged: later than any moment that counts.
FOREVER: Final = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
_BAD: Final = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a standing is made of.

    Args:
        status: as the provider says it; ``trialing`` without ``subscribed`` is our own trial.
        subscribed: is there a provider's subscription?
        trial_ends_at: of our own trial or the provider's.
        unpaid_since: when the oldest open bill fell due; None: nothing is owed.
        ended_at: when the provider's subscription ended.
        granted_until: until when the platform lets it use a plan for nothing, or did; None: never. A debt is owed all the same.
        spared_until: until when nobody was charged at all; what fell due by then counts from then on. None: there was no such time.
    """

    status: str
    subscribed: bool
    trial_ends_at: dt.datetime | None = None
    unpaid_since: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    granted_until: dt.datetime | None = None
    spared_until: dt.datetime | None = None


def facts_of(subscription: Subscription) -> Facts:
    """What a subscription's standing is made of.

    One that another engine collected, which is not used any more, is over with the period that is paid; nothing is owed to it.
    """
    left = is_left(subscription.provider) and subscription.status not in OVER
    return Facts(
        status=S.CANCELED if left else subscription.status,
        subscribed=bool(subscription.provider),
        trial_ends_at=subscription.trial_ends_at,
        unpaid_since=None if left else subscription.unpaid_since,
        ended_at=subscription.period_end if left else subscription.ended_at,
        granted_until=subscription.granted_until,
        spared_until=subscription.spared_until,
    )


class Stand(NamedTuple):
    """How it stands, since when it goes down, and when that changes by time alone (None: never)."""

    standing: Standing
    since: dt.datetime | None
    next_at: dt.datetime | None


class Way(NamedTuple):
    """Down which stairs a merchant goes, and since when."""

    since: dt.datetime
    stairs: Stairs

    @property
    def read_only_at(self) -> dt.datetime:
        """When it can put up nothing new any more."""
        return self.since + self.stairs.read_only

    @property
    def suspended_at(self) -> dt.datetime:
        """When it sells nothing any more."""
        return self.since + self.stairs.suspended

    def put_off(self, until: dt.datetime | None) -> Way:
        """The same, which begins not before a moment."""
        return self if until is None else self._replace(since=max(self.since, until))

    def at(self, moment: dt.datetime) -> Standing:
        """How far down this way leads until then."""
        if moment < self.since:
            return Standing.ACTIVE
        if moment >= self.suspended_at:
            return Standing.SUSPENDED
        return Standing.READ_ONLY if moment >= self.read_only_at else Standing.GRACE


def stand_at(facts: Facts, now: dt.datetime) -> Stand:
    """How a merchant with these facts stands at a moment: as the worst of its ways says.

    An incomplete subscription (its first payment is under way) leaves a trial that still runs as it is.
    """
    ways = ways_of(facts, now)
    way = find_worst(ways, now)
    standing = way.at(now) if way else Standing.ACTIVE
    steps = (step for each in ways for step in (each.since, each.read_only_at, each.suspended_at) if step > now)
    worse = (step for step in steps if any(_BAD[each.at(step)] > _BAD[standing] for each in ways))
    return Stand(standing, way.since if way else None, min(worse, default=None))


def find_worst(ways: list[Way], now: dt.datetime) -> Way | None:
    """The way that leads furthest down by now, the longest of those; None: none has begun."""
    begun = [each for each in ways if each.since <= now]
    return min(begun, key=lambda each: (-_BAD[each.at(now)], each.since), default=None)


def find_next(ways: list[Way], now: dt.datetime) -> Way | None:
    """Where it goes if nothing is done: down the way that it is on, or else the one that begins next. None: nowhere."""
    return find_worst(ways, now) or min(ways, key=lambda each: each.since, default=None)


def ways_of(facts: Facts, unknown: dt.datetime) -> list[Way]:
    """Every way down, also those that begin later.

    Args:
        unknown: what counts as the beginning where nobody said it.
    """
    # What is granted puts off what is no debt; where nobody was charged nothing counted.
    found = [way if way.stairs == DEBT else way.put_off(facts.granted_until) for way in _ways(facts, unknown)]
    return [way.put_off(facts.spared_until) for way in found]


def _ways(facts: Facts, unknown: dt.datetime) -> list[Way]:
    found = []
    if facts.subscribed and facts.status in OVER:
        found.append(Way(facts.ended_at or unknown, ENDED))
    if facts.subscribed and facts.status == S.PAUSED:
        found.append(Way(facts.trial_ends_at or unknown, TRIAL))
    # Whoever is cancelled for what it owes goes on owing it.
    if facts.unpaid_since is not None or (facts.subscribed and facts.status in OWING):
        found.append(Way(facts.unpaid_since or unknown, DEBT))
    tried = not facts.subscribed or facts.status == S.INCOMPLETE
    if tried and facts.trial_ends_at is not None:
        found.append(Way(facts.trial_ends_at, TRIAL))
    return found
