"""A shop sends deliveries again, one or many: the same event with the same id, never while it is being sent."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.endpoints import activated, endpoint, events_of, publish, voided
from tests.integration.webhooks.orders import attempts, deliveries, order, send, stocked
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.enums import DeliveryStatus, RedeliveryKind
from webhooks.errors import DeliveryUnderWay, EndpointNotActive
from webhooks.models import Delivery
from webhooks.selectors import find_redelivery
from webhooks.services import run_redelivery as module
from webhooks.services.begin_redelivery import begin_redelivery
from webhooks.services.claim_deliveries import claim_deliveries
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.record_attempts import Attempt, record_attempts
from webhooks.services.resend_delivery import resend_delivery
from webhooks.services.run_redelivery import run_redelivery
from webhooks.services.set_endpoint_paused import set_endpoint_paused

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def still(time_machine):
    """The clock stands unless it is moved."""
    time_machine.move_to(now(), tick=False)


def resend(tenant, row):
    with tenant_context(tenant):
        return resend_delivery(delivery_id=row.id, now=now())


def resend_many(tenant, **picked):
    """How many were put in line."""
    wanted = {
        "since": now() - dt.timedelta(days=1),
        "until": now() + MINUTE,
        "statuses": list(DeliveryStatus),
        **picked,
    }
    with tenant_context(tenant):
        begun = begin_redelivery(kind=RedeliveryKind.RESEND, now=now(), **wanted)
        run_redelivery(redelivery_id=begun.id)
        done = find_redelivery(begun.id)
    assert (done.state, done.done) == ("succeeded", done.total)
    return done.sent


def test_one_that_arrived_is_sent_again_with_the_same_id_and_body(tenant, receiver, time_machine):
    endpoint(tenant, receiver, "code.voided")
    publish(tenant, voided())
    send()
    [row] = deliveries(tenant)
    time_machine.shift(3600)
    assert resend(tenant, row).status == "pending"
    assert resend(tenant, row).due_at == now(), "asked twice, sent once"
    assert send() == 1
    first, second = receiver.calls
    assert (first.id, first.body) == (second.id, second.body)
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 3600
    assert [number for number, _, _ in attempts(tenant)] == [1, 2]
    assert deliveries(tenant)[0].completed_at == now()


def test_the_url_of_an_order_is_sent_to_again_too(tenant, receiver):
    order(tenant, stocked(tenant), receiver.url())
    send()
    resend(tenant, deliveries(tenant)[0])
    assert send() == 1
    assert len({call.id for call in receiver.calls}) == 1


def test_one_that_was_given_up_gets_the_whole_schedule_again(tenant, time_machine):
    broken = Receiver(Answer(500))
    endpoint(tenant, broken, "code.voided")
    publish(tenant, voided())
    for _ in range(2):
        made = 0
        while send():
            made += 1
            [row] = deliveries(tenant)
            time_machine.move_to(row.due_at or now())
        assert (made, row.status) == (10, "exhausted")
        resend(tenant, row)
    broken.stop()
    assert [number for number, _, _ in attempts(tenant)] == list(range(1, 21))


def test_one_that_waits_for_its_next_attempt_has_it_now(tenant, receiver, time_machine):
    receiver.answers = [Answer(500), Answer(200)]
    endpoint(tenant, receiver, "code.voided")
    publish(tenant, voided())
    send()
    assert send() == 0
    resend(tenant, deliveries(tenant)[0])
    assert send() == 1
    [row] = deliveries(tenant)
    assert (row.status, row.attempts, row.attempts_before) == ("succeeded", 2, 0)


def test_while_it_is_being_sent_it_is_refused_and_what_it_brings_counts(tenant, receiver, time_machine):
    endpoint(tenant, receiver, "code.voided")
    publish(tenant, voided())
    with platform_context():
        fan_out_events(now=now())
        [taken] = claim_deliveries(room=1, now=now())
    time_machine.shift(1)
    with pytest.raises(DeliveryUnderWay):
        resend(tenant, taken)
    assert resend_many(tenant) == 0
    with platform_context():
        record_attempts(attempts=[Attempt(taken, now(), 5, 200)], now=now())
    assert send() == 0
    assert [row.status for row in deliveries(tenant)] == ["succeeded"]


def test_to_an_endpoint_that_gets_nothing_now_it_is_refused(tenant, other_tenant, receiver, time_machine):
    made = endpoint(tenant, receiver, "code.voided")
    publish(tenant, voided())
    send()
    [row] = deliveries(tenant)
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=True, now=now())
    with pytest.raises(EndpointNotActive):
        resend(tenant, row)
    with pytest.raises(RecordNotFound):
        resend(other_tenant, row)
    with tenant_context(tenant):
        delete_endpoint(endpoint_id=made.id, now=now())
    with pytest.raises(EndpointNotActive):
        resend(tenant, row)
    time_machine.shift(1)
    assert resend_many(tenant) == 0
    assert send() == 0


def test_many_are_picked_by_endpoint_state_type_and_time(tenant, other_tenant, receiver, time_machine):
    first, second = endpoint(tenant, receiver.url("/1"), "code.*"), endpoint(tenant, receiver.url("/2"), "code.*")
    endpoint(other_tenant, receiver.url("/other"), "code.*")
    publish(other_tenant, voided())
    began = now()
    publish(tenant, voided(), activated())
    send()
    with platform_context():
        given_up = Delivery.objects.filter(endpoint_id=first.id, event_type="code.voided")
        given_up.update(status="exhausted")
    time_machine.shift(3600)
    publish(tenant, voided())
    send()
    time_machine.shift(1)
    receiver.calls.clear()
    for picked, expected in (
        ({"endpoint_id": second.id}, 3),
        ({"endpoint_id": first.id, "statuses": ["exhausted"]}, 1),
        ({"types": ["code.activated"]}, 2),
        ({"types": ["code.redeemed"]}, 0),
        ({"until": began + MINUTE}, 4),
        ({"since": began + MINUTE}, 2),
        ({}, 6),
    ):
        assert resend_many(tenant, **picked) == expected, picked
        assert send() == expected
        if "statuses" in picked:
            assert receiver.calls[-1].path == "/1"
    assert "/other" not in {call.path for call in receiver.calls}
    with platform_context():
        assert set(Delivery.objects.values_list("status", flat=True)) == {"succeeded"}


def test_two_at_once_send_nothing_twice(tenant, receiver, time_machine, monkeypatch):
    monkeypatch.setattr(module, "SLICE", 2)
    endpoint(tenant, receiver, "code.voided")
    publish(tenant, *[voided() for _ in range(5)])
    send()
    time_machine.shift(1)
    assert (resend_many(tenant), resend_many(tenant)) == (5, 0)
    assert send() == 5
    assert set(Counter(events_of(receiver.calls)).values()) == {2}
