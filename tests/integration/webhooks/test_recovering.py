"""Once an endpoint is enabled again, a recovery sends exactly the gap: nothing is missing, nothing comes twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import psycopg
import pytest
from django.conf import settings

from platform_core.events.models import Event, Job
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.endpoints import activated, endpoint, events_of, fresh, issuance, publish, voided
from tests.integration.webhooks.orders import deliveries, send
from tests.integration.webhooks.receiver import Answer
from webhooks.endpoint_settings import filter_of
from webhooks.enums import DisabledReason, RedeliveryKind
from webhooks.errors import EndpointNotActive, RedeliveryNotCancelable, TimeRangeInvalid
from webhooks.models import Delivery
from webhooks.selectors import find_redelivery
from webhooks.services import run_redelivery as module
from webhooks.services.begin_redelivery import begin_redelivery
from webhooks.services.cancel_redelivery import cancel_redelivery
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.disable_endpoint import disable_endpoint
from webhooks.services.run_redelivery import run_redelivery
from webhooks.services.set_endpoint_paused import set_endpoint_paused

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def still(time_machine):
    """The clock stands unless it is moved."""
    time_machine.move_to(now(), tick=False)


def disable(tenant, made):
    with tenant_context(tenant):
        disable_endpoint(endpoint_id=made.id, reason=DisabledReason.FAILING, now=now())


def enable(tenant, made):
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())


def begin(tenant, made, since, until=None):
    with tenant_context(tenant):
        return begin_redelivery(
            kind=RedeliveryKind.RECOVER, since=since, until=until or now(), now=now(), endpoint_id=made.id
        )


def run(tenant, begun):
    """Do it, and say how it is then."""
    with tenant_context(tenant):
        run_redelivery(redelivery_id=begun.id)
        return find_redelivery(begun.id)


def ids(tenant, *types):
    """Of a shop's events."""
    with platform_context():
        rows = Event.objects.filter(tenant_role=tenant.role_name, type__in=types or ["code.voided"])
        return set(rows.values_list("id", flat=True))


@pytest.fixture
def gap(tenant, receiver, time_machine):
    """An endpoint with a gap: what was delivered before it, what was skipped, what nobody noted, what came after it."""
    made = endpoint(tenant, receiver, "code.voided", concurrency=50)
    publish(tenant, *[voided() for _ in range(3)])
    assert send() == 3
    time_machine.shift(MINUTE)
    since = now()
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=True, now=now())
    publish(tenant, *[voided() for _ in range(4)])
    assert send() == 0
    disable(tenant, made)
    publish(tenant, *[voided() for _ in range(5)], activated(), issuance())
    time_machine.shift(MINUTE)
    enable(tenant, made)
    publish(tenant, *[voided() for _ in range(2)])
    assert send() == 2
    assert Counter(row.status for row in deliveries(tenant)) == {"succeeded": 5, "skipped": 4}
    return made, since


def test_a_recovery_sends_exactly_the_gap(tenant, receiver, time_machine, gap):
    made, since = gap
    time_machine.shift(MINUTE)
    done = run(tenant, begin(tenant, made, since))
    assert (done.state, done.sent, done.done == done.total, done.done_at) == ("succeeded", 9, True, now())
    assert send() == 9
    came = Counter(events_of(receiver.calls))
    assert set(came) == ids(tenant)
    assert set(came.values()) == {1}
    assert {row.status for row in deliveries(tenant)} == {"succeeded"}
    assert {row.attempts for row in deliveries(tenant)} == {1}


def test_done_twice_or_two_at_once_it_sends_nothing_twice(tenant, receiver, time_machine, gap):
    made, since = gap
    time_machine.shift(MINUTE)
    first, second = begin(tenant, made, since), begin(tenant, made, since)
    assert (run(tenant, first).sent, run(tenant, second).sent) == (9, 0)
    assert run(tenant, first).sent == 9, "a job that comes twice does nothing more"
    send()
    assert run(tenant, begin(tenant, made, since)).sent == 0
    assert send() == 0
    assert set(Counter(events_of(receiver.calls)).values()) == {1}


def test_only_its_time_is_recovered(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided")
    disable(tenant, made)
    began = now()
    for number in range(6):
        time_machine.move_to(began + number * MINUTE)
        publish(tenant, voided(reason=str(number)))
    time_machine.move_to(began + 10 * MINUTE)
    enable(tenant, made)
    run(tenant, begin(tenant, made, began + 2 * MINUTE, began + 4 * MINUTE))
    send()
    with platform_context():
        reasons = Event.objects.filter(pk__in=events_of(receiver.calls)).values_list("payload__reason", flat=True)
        assert sorted(reasons) == ["2", "3"], "from the one on, before the other"


def test_it_goes_by_what_the_endpoint_wants_now(tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, content_filter=filter_of([{"field": "sku", "equals": "sku_a"}]))
    disable(tenant, made)
    since = now() - MINUTE
    publish(tenant, voided(sku="sku_a"), voided(sku="sku_b"), activated(sku="sku_a"))
    enable(tenant, made)
    time_machine.shift(MINUTE)
    assert run(tenant, begin(tenant, made, since)).sent == 2
    assert sorted(row.event_type for row in deliveries(tenant)) == ["code.activated", "code.voided"]


def test_killed_half_way_it_goes_on_where_it_stopped(tenant, receiver, time_machine, gap, monkeypatch):
    made, since = gap
    time_machine.shift(MINUTE)
    monkeypatch.setattr(module, "SLICE", 4)
    begun, slices = begin(tenant, made, since), []
    whole = module._recover

    def dies(row, moment):
        if len(slices) == 2:
            raise SystemExit
        found = whole(row, moment)
        slices.append(found)
        return found

    monkeypatch.setattr(module, "_recover", dies)
    with tenant_context(tenant), pytest.raises(SystemExit):
        run_redelivery(redelivery_id=begun.id)
    with tenant_context(tenant):
        half = find_redelivery(begun.id)
    assert (half.state, half.done, half.done_at) == ("running", 8, None)
    sent_before = half.sent
    monkeypatch.setattr(module, "_recover", whole)
    done = run(tenant, begun)
    assert (done.state, done.sent) == ("succeeded", 9)
    assert 0 < sent_before < 9
    send()
    came = Counter(events_of(receiver.calls))
    assert (set(came), set(came.values())) == (ids(tenant), {1})


def test_it_is_not_over_while_an_older_transaction_may_still_write_events(tenant, receiver, time_machine):
    """Elsewhere in the database something takes long: events behind it cannot be counted on yet."""
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as older:
        older.execute("SELECT pg_current_xact_id()")
        made = endpoint(tenant, receiver, "code.voided")
        disable(tenant, made)
        since = now() - MINUTE
        publish(tenant, voided(), voided())
        enable(tenant, made)
        time_machine.shift(MINUTE)
        begun = begin(tenant, made, since)
        waits = run(tenant, begun)
        assert (waits.state, waits.sent, waits.done_at) == ("running", 0, None)
        with platform_context():
            jobs = Job.objects.filter(name="webhooks.run_redelivery", payload={"redelivery_id": str(begun.id)})
            assert jobs.filter(available_at__gt=now()).count() == 1, "it asks for itself again"
        older.rollback()
    done = run(tenant, begun)
    assert (done.state, done.sent) == ("succeeded", 2)


def test_what_is_on_its_way_is_left_as_it_is(tenant, receiver, time_machine):
    made, since = endpoint(tenant, receiver, "code.voided"), now()
    receiver.answers = [Answer(500)]
    publish(tenant, voided())
    send()
    time_machine.shift(2)
    publish(tenant, voided())  # is in the outbox yet
    before = deliveries(tenant)
    time_machine.shift(1)
    assert run(tenant, begin(tenant, made, since)).sent == 1, "the one that was not fanned out"
    after = deliveries(tenant)
    assert [(row.status, row.due_at, row.attempts) for row in after[:1]] == [
        (row.status, row.due_at, row.attempts) for row in before
    ]
    receiver.answers = [Answer(200)]
    time_machine.shift(10)
    assert send() == 2
    assert len(deliveries(tenant)) == 2


def test_of_an_event_that_was_given_up_the_schedule_begins_anew(tenant, receiver, time_machine):
    made, since = endpoint(tenant, receiver, "code.voided"), now() - MINUTE
    publish(tenant, voided())
    send()
    with platform_context():
        Delivery.objects.filter(endpoint_id=made.id).update(status="exhausted", attempts=10)
    time_machine.shift(1)
    assert run(tenant, begin(tenant, made, since)).sent == 1
    send()
    [row] = deliveries(tenant)
    assert (row.status, row.attempts, row.attempts_before) == ("succeeded", 11, 10)


def test_it_can_be_canceled_until_it_is_over_by_its_shop_alone(tenant, other_tenant, receiver, time_machine, gap):
    made, since = gap
    time_machine.shift(MINUTE)
    begun = begin(tenant, made, since)
    with tenant_context(other_tenant):
        assert find_redelivery(begun.id) is None
        with pytest.raises(RecordNotFound):
            cancel_redelivery(redelivery_id=begun.id, now=now())
    with tenant_context(tenant):
        cancel_redelivery(redelivery_id=begun.id, now=now())
        with pytest.raises(RedeliveryNotCancelable):
            cancel_redelivery(redelivery_id=begun.id, now=now())
        with pytest.raises(RecordNotFound):
            cancel_redelivery(redelivery_id=new_id(), now=now())
    ended = run(tenant, begun)
    assert (ended.state, ended.sent) == ("canceled", 0)
    assert send() == 0


def test_one_that_cannot_be_is_refused(tenant, other_tenant, receiver, time_machine):
    made, moment = endpoint(tenant, receiver, "code.voided"), now()
    for since, until in ((moment, moment), (moment, moment - MINUTE), (moment + MINUTE, moment + 2 * MINUTE)):
        with pytest.raises(TimeRangeInvalid):
            begin(tenant, made, since, until)
    with pytest.raises(TimeRangeInvalid):
        begin(tenant, made, moment - dt.timedelta(days=31))
    with pytest.raises(RecordNotFound):
        begin(other_tenant, made, moment - MINUTE)
    disable(tenant, made)
    with pytest.raises(EndpointNotActive):
        begin(tenant, made, moment - MINUTE)
    enable(tenant, made)
    begun = begin(tenant, made, moment - MINUTE)
    publish(tenant, voided())
    with tenant_context(tenant):
        delete_endpoint(endpoint_id=made.id, now=now())
    assert (run(tenant, begun).sent, fresh(made).deleted_at) == (0, now())
