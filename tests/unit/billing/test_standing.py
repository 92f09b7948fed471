"""How a merchant stands: every combination of facts, and walks through time."""

import datetime as dt
import itertools
import random

import pytest

from billing.enums import SubscriptionStatus as S
from billing.standing import DEBT, ENDED, OWING, TRIAL, Facts, stand_at, ways_of
from platform_core.entitlements.enums import Standing

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
STEPS = list(Standing)
WORSE = {standing: place for place, standing in enumerate(STEPS)}
AGO = [None, *(NOW - days * DAY for days in (-5, 0, 3, 8, 20))]


def place(facts, now=NOW):
    return WORSE[stand_at(facts, now).standing]


@pytest.mark.parametrize(
    ("facts", "stairs"),
    [
        (lambda at: Facts(S.PAST_DUE, True, unpaid_since=at), DEBT),
        (lambda at: Facts(S.UNPAID, True, unpaid_since=at), DEBT),
        (lambda at: Facts(S.ACTIVE, True, unpaid_since=at), DEBT),
        (lambda at: Facts(S.TRIALING, False, trial_ends_at=at), TRIAL),
        (lambda at: Facts(S.INCOMPLETE, True, trial_ends_at=at), TRIAL),
        (lambda at: Facts(S.PAUSED, True, trial_ends_at=at), TRIAL),
        (lambda at: Facts(S.CANCELED, True, ended_at=at), ENDED),
        (lambda at: Facts(S.INCOMPLETE_EXPIRED, True, ended_at=at), ENDED),
    ],
)
def test_every_stair_begins_to_the_second(facts, stairs):
    told = facts(NOW)
    before = stand_at(told, NOW - SECOND).standing
    first = stand_at(told, NOW)
    assert first.since == NOW
    assert first.standing == (Standing.READ_ONLY if stairs == ENDED else Standing.GRACE)
    assert before == Standing.ACTIVE or told.status in {*OWING, S.PAUSED, S.CANCELED, S.INCOMPLETE_EXPIRED}
    if stairs.read_only:
        assert stand_at(told, NOW + stairs.read_only - SECOND).standing == Standing.GRACE
        assert first.next_at == NOW + stairs.read_only
    assert stand_at(told, NOW + stairs.read_only).standing == Standing.READ_ONLY
    assert stand_at(told, NOW + stairs.suspended - SECOND) == (Standing.READ_ONLY, NOW, NOW + stairs.suspended)
    assert stand_at(told, NOW + stairs.suspended) == (Standing.SUSPENDED, NOW, None)
    assert stand_at(told, NOW + 4_000 * DAY).standing == Standing.SUSPENDED


def every_combination():
    for status, subscribed in itertools.product(S, (True, False)):
        for trial, unpaid, ended in itertools.product(AGO, AGO, AGO):
            yield Facts(status, subscribed, trial, unpaid, ended)


def test_every_combination_has_an_answer_that_time_alone_never_makes_better():
    seen = set()
    for facts in every_combination():
        stands = [stand_at(facts, NOW + days * DAY) for days in (0, 1, 3, 7, 10, 14, 30)]
        places = [WORSE[each.standing] for each in stands]
        assert places == sorted(places), facts
        assert all(each.next_at is None or each.next_at > NOW for each in stands)
        seen.add(stands[0].standing)
    assert seen == set(Standing)


def test_a_merchant_without_debt_trial_or_end_stands_well():
    for status in set(S) - OWING - {S.CANCELED, S.INCOMPLETE_EXPIRED, S.PAUSED}:
        assert stand_at(Facts(status, True), NOW) == (Standing.ACTIVE, None, None)


def test_a_running_trial_is_not_spoilt_by_a_payment_under_way():
    for status, subscribed in ((S.INCOMPLETE, True), (S.TRIALING, False)):
        facts = Facts(status, subscribed, trial_ends_at=NOW + DAY)
        assert stand_at(facts, NOW).standing == Standing.ACTIVE
    assert stand_at(Facts(S.TRIALING, False, trial_ends_at=NOW + DAY), NOW).next_at == NOW + DAY


def test_what_is_said_to_come_next_comes_then_and_not_before():
    for facts in every_combination():
        stand = stand_at(facts, NOW)
        if stand.next_at is None:
            assert stand_at(facts, NOW + 4_000 * DAY).standing == stand.standing, facts
            continue
        if any(way.since != NOW for way in ways_of(facts, NOW + SECOND) if way not in ways_of(facts, NOW)):
            continue  # the provider did not say since when: it counts from whenever it is asked
        assert stand_at(facts, stand.next_at - SECOND).standing == stand.standing, facts
        assert stand_at(facts, stand.next_at).standing != stand.standing, facts


def test_who_is_cancelled_for_what_it_owes_does_not_stand_better():
    owing = Facts(S.PAST_DUE, True, unpaid_since=NOW - 20 * DAY)
    canceled = Facts(S.CANCELED, True, unpaid_since=NOW - 20 * DAY, ended_at=NOW)
    assert stand_at(owing, NOW).standing == stand_at(canceled, NOW).standing == Standing.SUSPENDED


def test_ten_thousand_walks_never_stand_better_with_more_debt_or_by_time_alone():
    chance = random.Random(20261128)
    for _ in range(10_000):
        status = chance.choice([S.ACTIVE, S.PAST_DUE, S.UNPAID, S.TRIALING])
        subscribed = status != S.TRIALING or chance.random() < 0.5
        trial = NOW + chance.uniform(-20, 20) * DAY if chance.random() < 0.5 else None
        owed = NOW - chance.uniform(-10, 30) * DAY if chance.random() < 0.3 or status in OWING else None
        moment, last = NOW - 20 * DAY, 0
        for _ in range(12):
            moment += chance.uniform(0, 6) * DAY
            here = place(Facts(status, subscribed, trial, owed), moment)
            assert here >= last, (status, subscribed, trial, owed, moment)
            deeper = min(moment, owed or moment) - chance.uniform(0, 10) * DAY
            more = place(Facts(status, subscribed, trial, deeper), moment)
            assert more >= here, (status, subscribed, trial, owed, deeper, moment)
            if chance.random() < 0.2:
                owed, here = deeper, more
            last = here
