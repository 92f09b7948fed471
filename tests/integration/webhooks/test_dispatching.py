"""Leases, fairness between shops, what a dead process leaves, what is kept and for how long."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import platform_context
from tests.integration.webhooks.orders import (
    attempts,
    deliveries,
    order,
    send,
    stocked,
)
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks import preparing
from webhooks.lanes import START
from webhooks.models import Delivery, DeliveryAttempt
from webhooks.services.claim_deliveries import SPARE, TIMEOUT, claim_deliveries
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.purge_deliveries import purge_deliveries
from webhooks.services.record_attempts import Attempt, record_attempts

LEASE = dt.timedelta(seconds=2 * TIMEOUT + SPARE)
CODE = "CANARY-NOTIFY-7F3K9Q2M4X"


def test_what_a_killed_process_had_in_hand_is_sent_again_with_the_same_id(tenant, receiver, time_machine):
    order(tenant, stocked(tenant), receiver.url())
    time_machine.move_to(now(), tick=True)

    with platform_context():
        fan_out_events(now=now())
        [taken] = claim_deliveries(room=10, now=now())  # and nobody ever reports on it
        assert claim_deliveries(room=10, now=now()) == []
    assert send() == 0
    time_machine.move_to(now() + LEASE)
    assert send() == 1
    [call] = receiver.calls
    assert parse_public_id("evt", call.id) == taken.event_id
    assert attempts(tenant) == [(2, 200, "")], "the first is not known to have been made"


def test_who_lost_the_lease_changes_nothing_except_that_it_arrived(tenant, receiver, time_machine):

    order(tenant, stocked(tenant), receiver.url())
    time_machine.move_to(now(), tick=True)
    with platform_context():
        fan_out_events(now=now())
        [slow] = claim_deliveries(room=10, now=now())
        time_machine.move_to(now() + LEASE)
        [quick] = claim_deliveries(room=10, now=now())
        record_attempts(attempts=[Attempt(slow, now(), 1, 500)], now=now())
        assert Delivery.objects.get(pk=slow.id).lease == quick.lease
        record_attempts(attempts=[Attempt(slow, now(), 1, 204)], now=now())
        assert Delivery.objects.get(pk=slow.id).status == "succeeded"
        record_attempts(attempts=[Attempt(quick, now(), 1, 500)], now=now())
        assert Delivery.objects.get(pk=slow.id).status == "succeeded"
        assert DeliveryAttempt.objects.filter(delivery_id=slow.id).count() == 3


def test_a_dead_receiver_of_one_shop_does_not_delay_another(tenant, other_tenant, receiver, monkeypatch):
    monkeypatch.setattr(preparing, "TIMEOUT", 1.5)
    silent = Receiver(Answer(delay=3))
    shelf, other_shelf = stocked(tenant, 40), stocked(other_tenant, 5)
    for _ in range(4):
        order(tenant, shelf, silent.url())
    for _ in range(5):
        order(other_tenant, other_shelf, receiver.url())
    begun = time.monotonic()
    sending = threading.Thread(target=receiver.wait_for, args=[5])
    sending.start()
    assert send() == 9
    assert max(call.at for call in receiver.calls) - begun < 1.0
    assert len(receiver.calls) == 5
    first = [call for call in silent.calls if call.at - begun < 1.2]
    assert len(first) == START, "few at a time, until one of them succeeds"
    assert {error for _, _, error in attempts(tenant)} == {"timeout"}
    assert {each.status for each in deliveries(other_tenant)} == {"succeeded"}
    silent.stop()
    sending.join()


def test_further_attempts_leave_room_for_first_ones(tenant, other_tenant):
    moment = now()
    rows = [(tenant, 3)] * 6 + [(other_tenant, 0)] * 2
    with platform_context():
        Delivery.objects.bulk_create(
            Delivery(
                tenant_role=shop.role_name, event_id=uuid.uuid4(), target="order", lane=shop.id, object_id="iss_x", event_type="x",
                url="x", version="x", status="failed", attempts=made, due_at=moment - dt.timedelta(hours=made),
                created_at=moment,
            )
            for shop, made in rows
        )  # fmt: skip
        taken = claim_deliveries(room=4, now=moment)
        assert sorted(each.attempt for each in taken) == [1, 1, 4, 4]
        assert claim_deliveries(room=4, again=0, now=moment) == []
        one = {str(tenant.id): 1}
        assert len(claim_deliveries(room=4, again=4, limits=one, now=moment)) == 1


def test_what_has_been_over_for_thirty_days_is_deleted_and_what_waits_is_not(tenant, receiver, time_machine):
    shelf = stocked(tenant)
    order(tenant, shelf, receiver.url())
    send()
    order(tenant, shelf, receiver.url("/later"))
    with platform_context():
        purge_deliveries(now=now() + dt.timedelta(days=29))
        assert len(deliveries(tenant)) == 1
        purge_deliveries(now=now() + dt.timedelta(days=31))
        assert deliveries(tenant) == []
        assert not DeliveryAttempt.objects.exists()
    assert send() == 1


def test_one_that_cannot_be_written_out_does_not_hold_up_the_others(
    tenant, other_tenant, receiver, monkeypatch, caplog
):

    whole = preparing.load

    def broken(names):
        [render] = whole(names)

        def draw(event, shop, version, **options):
            return 1 / 0 if shop.role_name == tenant.role_name else render(event, shop, version, **options)

        return [draw]

    monkeypatch.setattr(preparing, "load", broken)
    order(tenant, stocked(tenant), receiver.url())
    order(other_tenant, stocked(other_tenant), receiver.url())
    send()
    assert [each.status for each in deliveries(other_tenant)] == ["succeeded"]
    assert attempts(tenant) == [(1, None, "internal")]
    assert deliveries(tenant)[0].status == "failed"
