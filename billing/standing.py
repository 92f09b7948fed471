"""How a merchant stands, from what its subscription says and the time: pure, so that it comes out the same whenever it is asked.

A debt, a trial that is over and a subscription that ended lead down the same stairs, with other steps:

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
from typing import Final, NamedTuple

from billing.enums import SubscriptionStatus
from platform_core.entitlements.enums import Standing

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
    """

    status: str
    subscribed: bool
    trial_ends_at: dt.datetime | None = None
    unpaid_since: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    granted_until: dt.datetime | None = None


class Stand(NamedTuple):
    """How it stands, since when it goes down, and when that changes by time alone (None: never)."""

    standing: Standing
    since: dt.datetime | None
    next_at: dt.datetime | None


def stand_at(facts: Facts, now: dt.datetime) -> Stand:
    """How a merchant with these facts stands at a moment.

    An incomplete subscription (its first payment is under way) leaves a trial that still runs as it is.
    """
    begun = _beginning(facts, now)
    if begun is None:
        ends = (facts.trial_ends_at if not facts.subscribed else None, facts.granted_until)
        return Stand(
            Standing.ACTIVE, None, min((each for each in ends if each is not None and each > now), default=None)
        )
    since, stairs = begun
    if now >= since + stairs.suspended:
        return Stand(Standing.SUSPENDED, since, None)
    if now >= since + stairs.read_only:
        return Stand(Standing.READ_ONLY, since, since + stairs.suspended)
    return Stand(Standing.GRACE, since, since + stairs.read_only)


def _beginning(facts: Facts, now: dt.datetime) -> tuple[dt.datetime, Stairs] | None:
    """Since when it goes down which stairs; None: it does not. What is granted puts off what is no debt."""
    begun = _cause(facts, now)
    if begun is None or begun[1] == DEBT or facts.granted_until is None:
        return begun
    since = max(begun[0], facts.granted_until)
    return (since, begun[1]) if since <= now else None


def _cause(facts: Facts, now: dt.datetime) -> tuple[dt.datetime, Stairs] | None:
    if facts.subscribed and facts.status in OVER:
        return (facts.ended_at or now), ENDED
    if facts.subscribed and facts.status in OWING:
        return (facts.unpaid_since or now), DEBT
    if facts.subscribed and facts.status == S.PAUSED:
        return (facts.trial_ends_at or now), TRIAL
    if facts.unpaid_since is not None and facts.unpaid_since <= now:
        return facts.unpaid_since, DEBT
    tried = not facts.subscribed or facts.status == S.INCOMPLETE
    if tried and facts.trial_ends_at is not None and facts.trial_ends_at <= now:
        return facts.trial_ends_at, TRIAL
    return None


class Descent(NamedTuple):
    """The stairs ahead: from when on a merchant goes down, and when what happens."""

    since: dt.datetime
    read_only_at: dt.datetime
    suspended_at: dt.datetime


def descent_at(facts: Facts, now: dt.datetime) -> Descent | None:
    """Where it goes if nothing is done: down the stairs that it is on, or those behind a trial that still runs. None: nowhere."""
    begun = _beginning(facts, now)
    if begun is None:
        ends = facts.trial_ends_at
        trying = not facts.subscribed or facts.status == S.INCOMPLETE
        if not trying or ends is None:
            return None
        begun = ends, TRIAL
    since, stairs = begun
    return Descent(since, since + stairs.read_only, since + stairs.suspended)
