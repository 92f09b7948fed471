"""What is done to a webhook endpoint: paused, resumed, given new secrets, tested, told what it has missed; and its figures."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from platform_core.kernel.clock import now
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context
from tests.api.v1.hooks import (
    DELIVERIES,
    ENDPOINTS,
    JSON,
    call,
    deliver,
    happen,
    listed,
    make_endpoint,
    problem,
    run_jobs,
    shown,
    verb,
)
from tests.integration.webhooks.orders import twin_of
from tests.integration.webhooks.receiver import Answer
from tests.world import api, make_key
from webhooks.services.watch_endpoints import watch_endpoints

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def endpoint(client, receiver):
    """It wants to know what is sold out."""
    return make_endpoint(client, url=receiver.url(), event_types=["sku.*"])


@pytest.fixture
def tester(tenant):
    """A test key of the same shop."""
    return api(make_key(tenant, livemode=False))


def statuses(client, **filters):
    return [row["status"] for row in listed(client, **filters)]


def verified(call_, secret):
    Webhook(secret).verify(call_.body, call_.headers)
    return True


def test_a_paused_endpoint_keeps_what_it_is_not_sent_until_it_is_resumed(tenant, client, endpoint, receiver):
    assert verb(client, endpoint, "pause")["status"] == "paused"
    assert verb(client, endpoint, "pause")["status"] == "paused"
    happen(tenant)
    assert deliver() == 0
    assert statuses(client) == ["pending"]
    assert verb(client, endpoint, "resume")["status"] == "enabled"
    assert deliver() == 1
    assert statuses(client) == ["succeeded"]
    [came] = receiver.calls
    assert verified(came, endpoint["secret"])


def test_a_deleted_endpoint_is_sent_nothing_that_waited(tenant, client, endpoint, receiver):
    verb(client, endpoint, "pause")
    happen(tenant)
    deliver()
    client.delete(f"{ENDPOINTS}/{endpoint['id']}")
    assert deliver() == 0
    assert statuses(client, endpoint=endpoint["id"]) == ["skipped"]
    assert receiver.calls == []


def test_new_secrets_sign_at_once_and_old_ones_along_with_them(tenant, client, endpoint, receiver, time_machine):
    time_machine.move_to(now(), tick=True)
    rotated = verb(client, endpoint, "rotate_secret", {"overlap_seconds": 3600})
    assert rotated["secret"] not in {None, endpoint["secret"]}
    until = dt.datetime.fromisoformat(rotated["old_signs_until"])
    assert abs(until - (now() + HOUR)) < dt.timedelta(minutes=1)
    assert shown(client, endpoint)["secret"] is None
    happen(tenant)
    deliver()
    assert all(verified(receiver.calls[0], secret) for secret in (endpoint["secret"], rotated["secret"]))
    time_machine.move_to(now() + 2 * HOUR)
    happen(tenant)
    deliver()
    assert verified(receiver.calls[1], rotated["secret"])
    with pytest.raises(WebhookVerificationError):
        verified(receiver.calls[1], endpoint["secret"])


def test_a_secret_that_leaked_signs_no_more(tenant, client, endpoint, receiver):
    rotated = verb(client, endpoint, "rotate_secret", {"overlap_seconds": 0})
    assert rotated["old_signs_until"] is None
    happen(tenant)
    deliver()
    with pytest.raises(WebhookVerificationError):
        verified(receiver.calls[0], endpoint["secret"])
    assert verified(receiver.calls[0], rotated["secret"])


def test_a_rotation_gives_a_new_key_pair_too(client):
    made = make_endpoint(client, ed25519=True)
    rotated = verb(client, made, "rotate_secret")
    assert rotated["public_key"].startswith("whpk_")
    assert rotated["public_key"] != made["public_key"]
    assert shown(client, made)["public_key"] == rotated["public_key"]


def test_a_repeated_rotation_happens_once_and_shows_no_secret_again(client, endpoint):
    path = f"{ENDPOINTS}/{endpoint['id']}/rotate_secret"
    first = client.post(path, {}, content_type=JSON, headers={"Idempotency-Key": "r-1"})
    again = client.post(path, {}, content_type=JSON, headers={"Idempotency-Key": "r-1"})
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-store"
    assert again.json() == {**first.json(), "secret": None}


@pytest.mark.parametrize("overlap", [-1, 604_801, "86400", None])
def test_an_overlap_out_of_range_is_refused(client, endpoint, overlap):
    path = f"{ENDPOINTS}/{endpoint['id']}/rotate_secret"
    answer = client.post(path, {"overlap_seconds": overlap}, content_type=JSON)
    problem(answer, 400, "invalid_parameter", "overlap_seconds")


def test_a_test_is_a_delivery_that_says_so_and_is_no_event(client, endpoint, receiver):
    sent = verb(client, endpoint, "test", status=201)
    assert (sent["object"], sent["type"], sent["sample"]) == ("webhook_delivery", "test.ping", True)
    assert (sent["status"], sent["webhook_endpoint"], sent["attempts"]) == ("pending", endpoint["id"], 0)
    assert deliver() == 1
    [came] = receiver.calls
    assert verified(came, endpoint["secret"])
    body = json.loads(came.body)
    assert (body["sample"], body["type"], body["id"]) == (True, "test.ping", sent["event"])
    assert client.get(f"/v1/events/{sent['event']}").status_code == 404
    other = verb(client, endpoint, "test", {"type": "code.voided"}, status=201)
    assert other["type"] == "code.voided", "also one that it does not want"


def test_a_test_of_no_type_or_of_an_endpoint_that_gets_nothing_is_refused(client, endpoint):
    path = f"{ENDPOINTS}/{endpoint['id']}/test"
    problem(client.post(path, {"type": "test.*"}, content_type=JSON), 400, "invalid_parameter", "type")
    verb(client, endpoint, "pause")
    refused = problem(client.post(path, {}, content_type=JSON), 409, "endpoint_not_active")
    assert refused["current_state"] == "paused"


def recover(client, endpoint, since, **more):
    body = {"since": since.isoformat(), **more}
    return client.post(f"{ENDPOINTS}/{endpoint['id']}/recover", body, content_type=JSON)


def test_a_recovery_sends_what_happened_while_the_endpoint_was_not_there(tenant, client, receiver, time_machine):
    time_machine.move_to(now(), tick=True)
    for number in range(3):
        happen(tenant, f"sku_{number}")
    endpoint = make_endpoint(client, url=receiver.url(), event_types=["sku.*"])
    answer = recover(client, endpoint, now() - HOUR)
    operation = answer.json()
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "1")
    assert answer.headers["Location"] == f"/v1/operations/{operation['id']}"
    assert (operation["kind"], operation["status"]) == ("redelivery", "queued")
    assert operation["webhook_endpoint"] == endpoint["id"]
    run_jobs()
    polled = client.get(answer.headers["Location"])
    done = polled.json()
    assert (done["status"], done["result"]["deliveries"]) == ("succeeded", 3)
    assert done["progress"]["done"] == done["progress"]["total"] >= 3
    assert "Retry-After" not in polled.headers
    assert deliver() == 3
    assert {json.loads(each.body)["data"]["object"]["id"] for each in receiver.calls} == {"sku_0", "sku_1", "sku_2"}
    recover(client, endpoint, now() - HOUR)
    run_jobs()
    assert deliver() == 0, "what has arrived is not sent again"


def test_a_recovery_of_no_time_or_of_a_disabled_endpoint_is_refused(tester):
    endpoint = make_endpoint(tester)
    moment = now()
    for since, more in (
        (moment - HOUR, {"until": (moment - 2 * HOUR).isoformat()}),
        (moment + HOUR, {}),
        (moment - dt.timedelta(days=31), {}),
    ):
        problem(recover(tester, endpoint, since, **more), 422, "time_range_invalid", "since")
    answer = tester.post(f"{ENDPOINTS}/{endpoint['id']}/recover", {}, content_type=JSON)
    problem(answer, 400, "parameter_missing", "since")
    call(tester, f"/v1/test_helpers/webhooks/{endpoint['id']}/break", {"as": "disabled"})
    refused = problem(recover(tester, endpoint, moment - HOUR), 409, "endpoint_not_active")
    assert refused["current_state"] == "disabled"


def test_a_recovery_can_be_cancelled_until_it_is_over(tenant, client, endpoint):
    happen(tenant)
    operation = recover(client, endpoint, now() - HOUR).json()
    weak = api(make_key(tenant, scopes=["issuances:write", "events:read"]))
    path = f"/v1/operations/{operation['id']}/cancel"
    problem(weak.post(path), 403, "scope_missing")
    assert call(client, path)["status"] == "canceled"
    refused = problem(client.post(path), 409, "redelivery_not_cancelable")
    assert refused["current_state"] == "canceled"
    run_jobs()
    assert client.get(f"/v1/operations/{operation['id']}").json()["status"] == "canceled"


def test_figures_count_attempts_and_what_waits(tenant, client, endpoint, receiver):
    path = f"{ENDPOINTS}/{endpoint['id']}/stats"
    empty = client.get(path).json()
    assert (empty["success_rate"], empty["hours"], empty["average_ms"]) == (None, [], None)
    receiver.answers = [Answer(503), Answer(200)]
    for number in range(2):
        happen(tenant, f"sku_{number}")
        deliver()
    verb(client, endpoint, "pause")
    happen(tenant, "sku_3")
    deliver()
    figures = client.get(path, {"hours": 1}).json()
    assert [figures[name] for name in ("succeeded", "failed", "success_rate")] == [1, 1, 0.5]
    assert sum(hour["succeeded"] + hour["failed"] for hour in figures["hours"]) == 2
    assert figures["backlog"]["count"] == 2, "one that failed, one that was never tried"
    assert figures["backlog"]["oldest_due_at"] is not None
    assert figures["backlog"]["more"] is False


@pytest.mark.parametrize("hours", ["0", "721", "-1", "x", "1.5", "9" * 5_000])
def test_figures_of_no_time_are_refused(client, endpoint, hours):
    answer = client.get(f"{ENDPOINTS}/{endpoint['id']}/stats", {"hours": hours})
    problem(answer, 400, "invalid_parameter", "hours")


def broken(tester, endpoint, how, key=None):
    return call(tester, f"/v1/test_helpers/webhooks/{endpoint['id']}/break", {"as": how}, key=key)


def test_a_failing_endpoint_can_be_rehearsed_until_it_recovers(tenant, tester, receiver, time_machine):
    time_machine.move_to(now(), tick=True)
    endpoint = make_endpoint(tester, url=receiver.url(), event_types=["sku.*"])
    ill = broken(tester, endpoint, "failing")
    assert (ill["status"], ill["breaker"]["state"]) == ("enabled", "open")
    assert dt.datetime.fromisoformat(ill["failing_since"]) < now() - 23 * HOUR
    happen(twin_of(tenant))
    assert deliver() == 0, "the breaker is open"
    time_machine.move_to(now() + dt.timedelta(seconds=31))
    assert shown(tester, endpoint)["breaker"] == {"state": "half_open", "until": None}
    assert deliver() == 1
    watch_endpoints(now=now())
    well = shown(tester, endpoint)
    assert (well["failing_since"], well["breaker"]["state"]) == (None, "closed")
    types = [row["type"] for row in listed(tester, "/v1/events", object=endpoint["id"])]
    assert types[:2] == ["webhook_endpoint.recovered", "webhook_endpoint.failing"]


def test_a_disabled_endpoint_can_be_rehearsed_and_nobody_is_mailed(tester, receiver):
    endpoint = make_endpoint(tester, url=receiver.url())
    with platform_context():
        before = Mail.objects.count()
    off = broken(tester, endpoint, "disabled")
    assert (off["status"], off["disabled_reason"]) == ("disabled", "failing")
    assert off["disabled_at"] is not None
    with platform_context():
        assert Mail.objects.count() == before
    assert "webhook_endpoint.disabled" in {row["type"] for row in listed(tester, "/v1/events", object=endpoint["id"])}
    refused = tester.post(f"/v1/test_helpers/webhooks/{endpoint['id']}/break", {"as": "failing"}, content_type=JSON)
    problem(refused, 409, "endpoint_not_active")
    problem(tester.post(f"{ENDPOINTS}/{endpoint['id']}/pause", {}, content_type=JSON), 409, "endpoint_not_active")
    well = verb(tester, endpoint, "resume")
    assert [well[name] for name in ("status", "disabled_reason", "disabled_at", "failing_since")] == [
        "enabled", None, None, None,
    ]  # fmt: skip


def test_a_live_key_breaks_nothing(client, endpoint):
    path = f"/v1/test_helpers/webhooks/{endpoint['id']}/break"
    problem(client.post(path, {"as": "failing"}, content_type=JSON), 403, "mode_mismatch")
    assert shown(client, endpoint)["failing_since"] is None
    assert listed(client, DELIVERIES) == []
