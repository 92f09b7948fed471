"""An endpoint that fails for days: its owners hear of it after one and three, after five it is disabled, one success resets."""

from __future__ import annotations

import datetime as dt

import pytest

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.integration.webhooks.endpoints import endpoint, fresh, mails, publish, told, voided
from tests.integration.webhooks.orders import deliveries, send
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.enums import DisabledReason
from webhooks.models import Delivery, Endpoint
from webhooks.services.claim_deliveries import claim_deliveries
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.disable_endpoint import disable_endpoint
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.set_endpoint_paused import set_endpoint_paused
from webhooks.services.watch_endpoints import watch_endpoints

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def still(time_machine):
    """The clock stands unless it is moved."""
    time_machine.move_to(now(), tick=False)


@pytest.fixture
def broken():
    receiver = Receiver(Answer(500))
    yield receiver
    receiver.stop()


def an_event_fails(tenant):
    """Something happens now, the receiver does not take it, and whoever watches looks."""
    publish(tenant, voided())
    send()
    watch_endpoints(now=now())


def failing_for(tenant, time_machine, hours, step=12):
    """Events fail every so many hours, the first one now, the last one then."""
    an_event_fails(tenant)
    for _ in range(hours // step):
        time_machine.shift(step * HOUR)
        an_event_fails(tenant)


def heard(tenant):
    """What the owners of a shop were mailed, and its events said."""
    kinds = [len(told(tenant, f"webhook_endpoint.{kind}")) for kind in ("failing", "disabled", "recovered")]
    return mails(tenant, "failing"), mails(tenant, "disabled"), *kinds


def test_owners_hear_after_a_day_and_after_three_once_each_and_after_five_it_is_disabled(tenant, broken, time_machine):
    made = endpoint(tenant, broken, "code.voided")
    began = now()
    failing_for(tenant, time_machine, 12)
    assert heard(tenant) == (0, 0, 0, 0, 0)
    time_machine.move_to(began + 24 * HOUR)
    an_event_fails(tenant)
    assert heard(tenant) == (1, 0, 1, 0, 0)
    watch_endpoints(now=now())
    failing_for(tenant, time_machine, 36)
    assert heard(tenant) == (1, 0, 1, 0, 0)
    time_machine.move_to(began + 72 * HOUR)
    an_event_fails(tenant)
    failing_for(tenant, time_machine, 36)
    assert heard(tenant) == (2, 0, 2, 0, 0)
    assert fresh(made).status == "enabled"
    assert [each["hours"] for each in told(tenant, "webhook_endpoint.failing")] == [24, 72]
    assert {each["failing_since"] for each in told(tenant, "webhook_endpoint.failing")} == {began.isoformat()}
    time_machine.move_to(began + 120 * HOUR)
    an_event_fails(tenant)
    assert heard(tenant) == (2, 1, 2, 1, 0)
    ended = fresh(made)
    assert (ended.status, ended.disabled_reason, ended.disabled_at) == ("disabled", "failing", now())
    assert {row.due_at for row in deliveries(tenant)} == {None}
    [event] = told(tenant, "webhook_endpoint.disabled")
    assert event == {"id": public_id("we", made.id), "reason": "failing", "failing_since": began.isoformat()}
    time_machine.shift(24 * HOUR)
    watch_endpoints(now=now())
    an_event_fails(tenant)
    assert heard(tenant) == (2, 1, 2, 1, 0)


@pytest.mark.parametrize(("events", "disabled"), [(9, False), (10, True)])
def test_it_takes_ten_failed_events(tenant, broken, time_machine, events, disabled):
    made = endpoint(tenant, broken, "code.voided")
    began = now()
    for number in range(events - 1):
        time_machine.move_to(began + number * HOUR)
        an_event_fails(tenant)
    time_machine.move_to(began + 121 * HOUR)
    an_event_fails(tenant)
    assert (fresh(made).status == "disabled") is disabled
    assert mails(tenant, "disabled") == disabled


def test_events_that_arrived_or_failed_before_a_success_do_not_count(tenant, broken, time_machine):
    made = endpoint(tenant, broken, "code.voided")
    began = now()
    publish(tenant, *[voided() for _ in range(9)])
    send()
    time_machine.shift(HOUR)
    broken.answers = [Answer(200)]
    publish(tenant, voided())
    while send():
        pass
    assert {row.status for row in deliveries(tenant)} == {"succeeded"}
    broken.answers = [Answer(500)]
    time_machine.shift(HOUR)
    failing_for(tenant, time_machine, 132, step=66)
    assert now() - began > 120 * HOUR
    assert fresh(made).status == "enabled"


def test_one_success_now_and_then_resets_it(tenant, broken, time_machine):
    made = endpoint(tenant, broken, "code.voided")
    for _ in range(3):
        failing_for(tenant, time_machine, 60)
        time_machine.shift(12 * HOUR)
        broken.answers = [Answer(200), Answer(500)]
        publish(tenant, voided())
        send()
        broken.answers = [Answer(500)]
    assert fresh(made).status == "enabled"
    assert mails(tenant, "disabled") == 0


def test_a_quiet_endpoint_is_not_disabled(tenant, broken, time_machine):
    """Nothing is sent to it: it does not fail, however long ago it failed last."""
    made = endpoint(tenant, broken, "code.voided")
    publish(tenant, *[voided() for _ in range(12)])
    send()
    with tenant_context(tenant):
        set_endpoint_paused(endpoint_id=made.id, paused=True, now=now())
    for _ in range(10):
        time_machine.shift(24 * HOUR)
        send()
        watch_endpoints(now=now())
    assert fresh(made).status == "paused"
    assert heard(tenant) == (0, 0, 0, 0, 0)


def test_it_is_said_once_that_it_works_again(tenant, broken, time_machine):
    made = endpoint(tenant, broken, "code.voided")
    failing_for(tenant, time_machine, 24)
    assert heard(tenant) == (1, 0, 1, 0, 0)
    broken.answers = [Answer(200)]
    time_machine.shift(HOUR)
    an_event_fails(tenant)  # it does not
    watch_endpoints(now=now())
    assert heard(tenant) == (1, 0, 1, 0, 1)
    [event] = told(tenant, "webhook_endpoint.recovered")
    assert event == {"id": public_id("we", made.id), "last_success_at": now().isoformat()}
    broken.answers = [Answer(500)]
    failing_for(tenant, time_machine, 24)
    assert heard(tenant) == (2, 0, 2, 0, 1), "and it may fail anew"


def test_a_success_that_nobody_saw_before_it_failed_again_counts(tenant, broken, time_machine):
    endpoint(tenant, broken, "code.voided")
    failing_for(tenant, time_machine, 24)
    broken.answers = [Answer(200)]
    time_machine.shift(HOUR)
    publish(tenant, voided())
    send()
    broken.answers = [Answer(500)]
    time_machine.shift(HOUR)
    an_event_fails(tenant)
    assert heard(tenant) == (1, 0, 1, 0, 1)
    failing_for(tenant, time_machine, 24)
    assert heard(tenant) == (2, 0, 2, 0, 1), "a day of failing is a day again"


def test_one_that_was_enabled_again_begins_as_if_it_had_never_failed(tenant, broken, time_machine):
    made = endpoint(tenant, broken, "code.voided")
    failing_for(tenant, time_machine, 132)
    assert fresh(made).status == "disabled"
    with tenant_context(tenant):
        again = set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())
    assert (again.failing_since, again.warned, again.open_until, again.disabled_reason) == (None, 0, None, "")
    watch_endpoints(now=now())
    failing_for(tenant, time_machine, 12)
    assert fresh(made).status == "enabled"
    assert heard(tenant)[:2] == (2, 1)


def test_an_endpoint_of_the_test_twin_is_watched_too_and_by_the_wall(tenant, broken, time_machine):
    twin = ensure_twin(live=tenant, now=now())
    made = endpoint(twin, broken, "code.voided")
    failing_for(twin, time_machine, 132)
    assert fresh(made).status == "disabled"
    assert len(told(twin, "webhook_endpoint.disabled")) == 1
    assert told(tenant, "webhook_endpoint.disabled") == []


@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_what_a_killed_process_had_in_hand_for_an_endpoint_that_gets_nothing_any_more_ends(
    tenant, receiver, time_machine, how
):
    made = endpoint(tenant, receiver, "code.voided")
    publish(tenant, voided())
    with platform_context():
        fan_out_events(now=now())
        [taken] = claim_deliveries(room=1, now=now())  # and nobody ever reports on it
    with tenant_context(tenant):
        if how == "disabled":
            disable_endpoint(endpoint_id=made.id, reason=DisabledReason.GONE, now=now())
        else:
            delete_endpoint(endpoint_id=made.id, now=now())
    watch_endpoints(now=now())
    with platform_context():
        assert Delivery.objects.get(pk=taken.id).status == "delivering", "it may arrive yet"
    time_machine.shift(HOUR)
    watch_endpoints(now=now())
    [row] = [row for row in deliveries(tenant) if row.id == taken.id]
    assert (row.status, row.due_at, row.lease, row.completed_at) == ("skipped", None, None, now())


def test_an_endpoint_deleted_while_it_is_looked_at_does_not_keep_others_from_it(
    tenant, broken, time_machine, monkeypatch
):
    gone, stays = endpoint(tenant, broken, "code.voided"), endpoint(tenant, broken, "code.voided")
    publish(tenant, voided())
    send()
    time_machine.shift(25 * HOUR)
    publish(tenant, voided())
    send()
    with platform_context():
        found = list(Endpoint.objects.filter(pk__in=[gone.id, stays.id]).order_by("id"))
    with tenant_context(tenant):
        delete_endpoint(endpoint_id=gone.id, now=now())
    monkeypatch.setattr("webhooks.services.watch_endpoints.list_failing_endpoints", lambda since: found)
    watch_endpoints(now=now())
    assert (fresh(gone).warned, fresh(stays).warned) == (0, 1)
