"""An endpoint that keeps failing is left alone for a while: its deliveries wait, and no attempt of theirs is used up."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.endpoints import endpoint, fresh, publish, voided
from tests.integration.webhooks.orders import deliveries, send
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.breaker import LEAST
from webhooks.models import Tally
from webhooks.services.claim_deliveries import claim_deliveries
from webhooks.services.set_endpoint_paused import set_endpoint_paused

SECOND = dt.timedelta(seconds=1)
OPENINGS = (30, 60, 120, 240, 480, 600, 600)  # seconds


@pytest.fixture(autouse=True)
def still(time_machine):
    """The clock stands, at the beginning of a minute, unless it is moved."""
    time_machine.move_to(now().replace(second=0, microsecond=0) + dt.timedelta(minutes=1), tick=False)


def broken_open(tenant, receiver, events=LEAST):
    """An endpoint whose breaker has just opened."""
    receiver.answers = [Answer(500)]
    made = endpoint(tenant, receiver, "code.voided")
    publish(tenant, *[voided() for _ in range(events)])
    assert send() == events
    assert fresh(made).open_until == now() + 30 * SECOND
    return made


def test_fewer_than_ten_attempts_or_less_than_seventy_percent_do_not_open_it(tenant, receiver):
    receiver.answers = [Answer(500)]
    few = endpoint(tenant, receiver, "code.voided")
    publish(tenant, *[voided() for _ in range(9)])
    send()
    assert fresh(few).open_until is None
    publish(tenant, voided())
    send()
    assert fresh(few).open_until is not None, "the tenth does"


@pytest.mark.parametrize(("bad", "opens"), [(13, False), (14, True)])
def test_it_opens_by_the_share_of_failures(tenant, receiver, bad, opens):
    receiver.answers = [Answer(200)] * (20 - bad) + [Answer(500)]
    made = endpoint(tenant, receiver, "code.voided")
    publish(tenant, *[voided() for _ in range(20)])
    assert send() == 20
    assert (fresh(made).open_until is not None) is opens


def test_failures_of_more_than_five_minutes_ago_do_not_count(tenant, receiver, time_machine):
    receiver.answers = [Answer(500)]
    made = endpoint(tenant, receiver, "code.voided")
    publish(tenant, *[voided() for _ in range(9)])
    send()
    assert [row.status for row in deliveries(tenant)] == ["failed"] * 9
    time_machine.shift(5 * 60 + 1)
    with platform_context():  # they would fail in this minute too: put away
        claimed = claim_deliveries(room=9, again=9, limits={str(made.id): 9}, now=now())
    assert len(claimed) == 9
    publish(tenant, voided())
    assert send() == 1
    assert fresh(made).open_until is None


def test_while_it_is_open_nothing_is_sent_and_no_attempt_is_used_up(tenant, receiver, time_machine):
    broken_open(tenant, receiver)
    publish(tenant, voided())
    for seconds in (0, 10, 19):
        time_machine.shift(seconds)
        assert send() == 0
    assert len(receiver.calls) == LEAST
    rows = deliveries(tenant)
    assert sorted(row.attempts for row in rows) == [0] + [1] * LEAST
    assert all(row.due_at is not None and row.lease is None for row in rows)
    [new] = [row for row in rows if row.attempts == 0]
    assert new.status == "pending"


def test_it_opens_for_twice_as_long_each_time_up_to_ten_minutes(tenant, receiver, time_machine):
    made = broken_open(tenant, receiver)
    for seconds, longer in itertools.pairwise(OPENINGS):
        time_machine.shift(seconds - 1)
        assert send() == 0
        time_machine.shift(1)
        before = len(receiver.calls)
        assert send() == 1, "half open: exactly one"
        assert len(receiver.calls) == before + 1
        assert fresh(made).open_until == now() + longer * SECOND


def test_half_open_one_is_tried_and_never_two_at_a_time(tenant, receiver, time_machine):
    made = broken_open(tenant, receiver)
    time_machine.shift(31)
    with platform_context():
        assert len(claim_deliveries(room=100, again=100, now=now())) == 1
        busy = {str(made.id): 1}
        assert claim_deliveries(room=100, again=100, busy=busy, limits={str(made.id): 50}, now=now()) == []


def test_a_success_closes_it_and_old_failures_do_not_count(tenant, receiver, time_machine):
    made = broken_open(tenant, receiver)
    time_machine.shift(60)
    receiver.answers = [Answer(200)]
    assert send() == LEAST, "one to try, and then all that waited"
    healthy = fresh(made)
    assert (healthy.open_until, healthy.openings) == (None, 0)
    assert {row.status for row in deliveries(tenant)} == {"succeeded"}
    receiver.answers = [Answer(500)]
    publish(tenant, voided())
    assert send() == 1
    assert fresh(made).open_until is None, "ten failures of a minute ago are forgotten"


def test_after_a_success_it_opens_for_half_a_minute_again(tenant, receiver, time_machine):
    made = broken_open(tenant, receiver)
    for seconds in (30, 60):
        time_machine.shift(seconds)
        assert send() == 1
    time_machine.shift(120)
    receiver.answers = [Answer(200)]
    send()
    time_machine.shift(120)
    receiver.answers = [Answer(500)]
    publish(tenant, *[voided() for _ in range(40)])
    send()
    assert fresh(made).open_until == now() + 30 * SECOND


def test_the_breaker_of_one_endpoint_holds_up_no_other(tenant, other_tenant, receiver):
    broken = Receiver()
    broken_open(tenant, broken)
    endpoint(tenant, receiver.url("/own"), "code.voided")
    endpoint(other_tenant, receiver.url("/other"), "code.voided")
    publish(tenant, voided())
    publish(other_tenant, voided())
    assert send() == 2
    broken.stop()
    assert sorted(call.path for call in receiver.calls) == ["/other", "/own"]


def test_resuming_by_hand_closes_it(tenant, receiver):
    made = broken_open(tenant, receiver)
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=True, now=now())
        set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())
    receiver.answers = [Answer(200)]
    publish(tenant, voided())
    assert send() == 1
    with platform_context():
        counted = Tally.objects.get(endpoint_id=made.id, span="hour")
    assert (counted.succeeded, counted.failed) == (1, LEAST)
