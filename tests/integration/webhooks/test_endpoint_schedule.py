"""When an endpoint is asked again under a moved clock, what ends its deliveries, and what 410 and a redirect do."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tests.integration.webhooks.endpoints import (
    activated,
    endpoint,
    forget_outbox,
    fresh,
    mails,
    publish,
    told,
    voided,
)
from tests.integration.webhooks.orders import attempts, deliveries, send
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.services.set_endpoint_paused import set_endpoint_paused
from webhooks.services.update_endpoint import update_endpoint

PUBLISHED = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)  # seconds, as the documents say
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def still(time_machine):
    """The clock stands unless it is moved."""
    time_machine.move_to(now(), tick=False)


def waits(tenant) -> float:
    """Seconds until the one delivery of a shop is due."""
    [row] = deliveries(tenant)
    return (row.due_at - now()).total_seconds()


def one(tenant, receiver, **more):
    """An endpoint to which one event is on its way."""
    made = endpoint(tenant, receiver, "code.voided", **more)
    publish(tenant, voided())
    return made


def test_ten_attempts_in_three_days_and_never_an_eleventh(tenant, time_machine):
    broken = Receiver(Answer(500))
    one(tenant, broken)
    begun, moments = now(), []
    for planned in PUBLISHED:
        if moments:
            time_machine.move_to(moments[-1] + dt.timedelta(seconds=0.8 * planned) - 0.5 * SECOND)
            assert send() == 0, f"attempt {len(moments) + 1} came before 80 % of {planned} s"
            time_machine.move_to(moments[-1] + dt.timedelta(seconds=1.2 * planned))
            due = deliveries(tenant)[0].due_at
            assert due <= now(), f"attempt {len(moments) + 1} did not come within 120 % of {planned} s"
            time_machine.move_to(due)
        assert send() == 1
        moments.append(now())
    [row] = deliveries(tenant)
    assert (row.status, row.due_at, row.attempts) == ("exhausted", None, 10)
    time_machine.shift(dt.timedelta(days=20))
    assert send() == 0
    broken.stop()
    assert 0.8 * 75.6 <= (moments[-1] - begun) / dt.timedelta(hours=1) <= 1.2 * 75.6
    assert [number for number, _, _ in attempts(tenant)] == list(range(1, 11))
    stamps = [int(call.headers["webhook-timestamp"]) for call in broken.calls]
    assert stamps == [int(each.timestamp()) for each in moments], "each attempt is signed with its own time"
    assert len({(call.id, call.body) for call in broken.calls}) == 1


def test_a_success_in_between_ends_it(tenant, time_machine):
    receiver = Receiver(Answer(500), Answer(500), Answer(204))
    one(tenant, receiver)
    for _ in range(3):
        assert send() == 1
        time_machine.shift(400)
    assert send() == 0
    time_machine.shift(dt.timedelta(days=4))
    assert send() == 0
    receiver.stop()
    assert attempts(tenant) == [(1, 500, ""), (2, 500, ""), (3, 204, "")]
    [row] = deliveries(tenant)
    assert (row.status, row.due_at) == ("succeeded", None)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_heard_in_seconds_and_as_a_date(tenant, time_machine, status):
    receiver = Receiver(Answer(status, {"Retry-After": "900"}))
    one(tenant, receiver)
    send()
    assert waits(tenant) == 900
    time_machine.move_to(now().replace(microsecond=0) + dt.timedelta(seconds=901))
    receiver.answers = [Answer(status, {"Retry-After": format_datetime(now() + dt.timedelta(hours=1), usegmt=True)})]
    send()
    assert waits(tenant) == 3600
    time_machine.shift(3600)
    receiver.answers = [Answer(status, {"Retry-After": "9999999"})]
    send()
    assert waits(tenant) == 86_400, "no more than a day"
    time_machine.shift(86_400)
    receiver.answers = [Answer(status, {"Retry-After": "1"})]
    send()
    receiver.stop()
    assert waits(tenant) >= 0.8 * 7_200, "never sooner than the schedule says"


@pytest.mark.parametrize("status", [500, 502, 400, 404, 302])
def test_others_may_not_ask_for_time(tenant, status):
    receiver = Receiver(Answer(status, {"Retry-After": "900"}))
    one(tenant, receiver)
    send()
    receiver.stop()
    assert 4 <= waits(tenant) <= 6


def test_a_timeout_waits_a_minute_at_least(tenant):
    slow = Receiver(Answer(delay=1.6))
    one(tenant, slow, timeout=1)
    send()
    slow.stop()
    assert attempts(tenant) == [(1, None, "timeout")]
    assert waits(tenant) >= 60


def test_410_disables_the_endpoint_at_once(tenant, receiver):
    gone = Receiver(Answer(410))
    made = one(tenant, gone, concurrency=1)
    watcher = endpoint(tenant, receiver, "webhook_endpoint.*")
    publish(tenant, *[voided() for _ in range(3)])
    send()
    gone.stop()
    assert len(gone.calls) == 1, "one at a time, and after the first none"
    now_ = fresh(made)
    assert (now_.status, now_.disabled_reason, now_.disabled_at is not None) == ("disabled", "gone", True)
    assert sorted(row.status for row in deliveries(tenant) if row.endpoint_id == made.id) == ["exhausted"] + 3 * [
        "skipped"
    ]
    [event] = told(tenant, "webhook_endpoint.disabled")
    assert (event["id"], event["reason"]) == (public_id("we", made.id), "gone")
    assert mails(tenant, "disabled") == 1
    send()
    kinds = {row.event_type for row in deliveries(tenant) if row.endpoint_id == watcher.id}
    assert "webhook_endpoint.disabled" in kinds, "other endpoints hear of it"
    publish(tenant, voided())
    assert send() == 0
    with tenant_context(tenant):
        again = set_endpoint_paused(endpoint_id=made.id, paused=False, now=now())
    assert (again.status, again.disabled_reason, again.disabled_at) == ("enabled", "", None)
    publish(tenant, voided())
    assert send() >= 1, "and it is asked again"


def test_410_ends_what_was_on_its_way_already(tenant, time_machine):
    receiver = Receiver(Answer(500), Answer(410))
    made = one(tenant, receiver, concurrency=1)
    publish(tenant, voided())
    send()
    time_machine.shift(10)
    send()
    receiver.stop()
    assert fresh(made).status == "disabled"
    assert sorted(row.status for row in deliveries(tenant)) == ["exhausted", "skipped"]
    assert [row.due_at for row in deliveries(tenant)] == [None, None]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_its_target_is_not_called(tenant, status):
    target = Receiver()
    receiver = Receiver(Answer(status, {"Location": target.url("/moved")}))
    one(tenant, receiver)
    assert send() == 1
    receiver.stop()
    target.stop()
    assert attempts(tenant) == [(1, status, "")]
    assert (len(receiver.calls), len(target.calls)) == (1, 0)
    assert deliveries(tenant)[0].status == "failed"
    assert 4 <= waits(tenant) <= 6


def test_a_url_that_is_changed_meanwhile_gets_the_next_attempt(tenant, receiver, time_machine):
    broken = Receiver(Answer(500))
    made = one(tenant, broken)
    send()
    with tenant_context(tenant):
        update_endpoint(endpoint_id=made.id, changes={"url": receiver.url("/new")}, now=now())
    time_machine.shift(10)
    assert send() == 1
    broken.stop()
    assert [call.path for call in receiver.calls] == ["/new"]
    assert receiver.calls[0].id == broken.calls[0].id


def test_one_endpoint_that_fails_takes_nothing_from_another(tenant, receiver, time_machine):
    broken = Receiver(Answer(500))
    bad, good = endpoint(tenant, broken, "code.*"), endpoint(tenant, receiver, "code.*")
    forget_outbox(tenant)
    publish(tenant, voided(), activated())
    assert send() == 4
    by_endpoint = {
        made.id: {row.status for row in deliveries(tenant) if row.endpoint_id == made.id} for made in (bad, good)
    }
    assert by_endpoint == {bad.id: {"failed"}, good.id: {"succeeded"}}
    time_machine.shift(10)
    assert send() == 2, "only the failed ones come again"
    broken.stop()
    assert (len(broken.calls), len(receiver.calls)) == (4, 2)
