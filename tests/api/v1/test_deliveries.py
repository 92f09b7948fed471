"""Deliveries through the API: listed, looked at with their attempts, sent anew one by one and many at a time."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id, parse_public_id, public_id
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
    verb,
)
from tests.integration.webhooks.orders import order, stocked
from tests.integration.webhooks.receiver import Answer
from tests.world import api, make_key
from webhooks.models import Delivery

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def endpoint(client, receiver):
    """It wants to know what is sold out."""
    return make_endpoint(client, url=receiver.url(), event_types=["sku.*"])


def one(tenant, client, endpoint, status="succeeded"):
    """A delivery that was sent."""
    happen(tenant, f"sku_{new_id().hex[:8]}")
    deliver()
    found = listed(client, endpoint=endpoint["id"])[0]
    assert found["status"] == status
    return found


def end(delivery, status):
    """As if its schedule were over."""
    with platform_context():
        row = Delivery.objects.filter(pk=parse_public_id("dlv", delivery["id"]))
        row.update(status=status, due_at=None, completed_at=now())


def test_a_delivery_is_listed_and_shows_the_body_that_came(tenant, client, endpoint, receiver):
    delivery = one(tenant, client, endpoint)
    [came] = receiver.calls
    assert (delivery["object"], delivery["livemode"], delivery["sample"]) == ("webhook_delivery", True, False)
    assert (delivery["webhook_endpoint"], delivery["url"]) == (endpoint["id"], None)
    assert (delivery["event"], delivery["type"]) == (came.id, "sku.out_of_stock")
    assert (delivery["attempts"], delivery["next_attempt_at"]) == (1, None)
    assert delivery["completed_at"] is not None
    whole = client.get(f"{DELIVERIES}/{delivery['id']}").json()
    assert whole == {**delivery, "payload": json.loads(came.body)}


@pytest.mark.parametrize("settings", [{"api_version": "2026-11-24"}, {"payload_format": "cloudevents"}])
@pytest.mark.parametrize("asked", ["2026-12-01", "2026-11-24"])
def test_the_body_is_shown_in_the_endpoints_own_form_whatever_the_version_of_the_call(
    tenant, client, receiver, settings, asked
):
    endpoint = make_endpoint(client, url=receiver.url(), event_types=["issuance.*"], **settings)
    order(tenant, stocked(tenant), None)
    deliver()
    for delivery, came in zip(reversed(listed(client, endpoint=endpoint["id"])), receiver.calls, strict=True):
        whole = client.get(f"{DELIVERIES}/{delivery['id']}", headers={"Kaquan-Version": asked}).json()
        assert whole["payload"] == json.loads(came.body)


def test_a_sample_shows_its_body_and_a_lost_event_none(client, endpoint, receiver):
    for kind in ("test.ping", "code.revealed"):
        sample = verb(client, endpoint, "test", {"type": kind}, status=201)
        deliver()
        whole = client.get(f"{DELIVERIES}/{sample['id']}").json()
        assert whole["payload"] == json.loads(receiver.calls[-1].body)
    with platform_context():
        row = Delivery.objects.filter(pk=parse_public_id("dlv", sample["id"]))
        row.update(sample=None, event_id=new_id())  # as an event that is not kept any more
    assert client.get(f"{DELIVERIES}/{sample['id']}").json()["payload"] is None


def test_a_callback_of_an_order_is_listed_with_its_url(tenant, client, receiver):
    made = order(tenant, stocked(tenant), receiver.url("/orders?token=1"))
    deliver()
    [delivery] = listed(client)
    assert (delivery["webhook_endpoint"], delivery["url"]) == (None, receiver.url("/orders?token=1"))
    assert (delivery["subject"], delivery["type"]) == (made["id"], "issuance.completed")
    assert call(client, f"{DELIVERIES}/{delivery['id']}/resend")["status"] == "pending"
    assert deliver() == 1


def test_every_filter_finds_what_it_names_and_nothing_else(tenant, client, endpoint, receiver):
    other = make_endpoint(client, url=receiver.url("/other"), event_types=["sku.out_of_stock"])
    receiver.answers = [Answer(200)]
    happen(tenant)
    deliver()
    sample = verb(client, other, "test", status=201)
    everything = {row["id"] for row in listed(client)}
    assert len(everything) == 3
    [mine] = listed(client, endpoint=endpoint["id"])
    assert {row["id"] for row in listed(client, endpoint=other["id"])} == everything - {mine["id"]}
    assert {row["id"] for row in listed(client, event=mine["event"])} == everything - {sample["id"]}
    assert [row["id"] for row in listed(client, status="pending")] == [sample["id"]]
    assert {row["id"] for row in listed(client, status="succeeded")} == everything - {sample["id"]}
    assert [row["id"] for row in listed(client, type="test.ping")] == [sample["id"]]
    assert len(listed(client, type="sku.*")) == 2
    moment = dt.datetime.fromisoformat(sample["created_at"]).isoformat()
    assert [row["id"] for row in listed(client, **{"created[gte]": moment})] == [sample["id"]]
    assert {row["id"] for row in listed(client, **{"created[lt]": moment})} == everything - {sample["id"]}
    assert listed(client, endpoint=public_id("we", new_id())) == []
    assert listed(client, endpoint=endpoint["id"], status="exhausted") == []
    for long_ago, far in (("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),):
        assert len(listed(client, **{"created[gte]": long_ago, "created[lt]": far})) == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("endpoint", "we_x"),
        ("endpoint", "evt_01KB9Q4W4B6D8F0H2K4N6Q8S0V"),
        ("event", "x"),
        ("status", "lost"),
        ("type", "sku"),
        ("created[gte]", "yesterday"),
        ("created[lt]", "2026-12-01T00:00:00"),
        ("limit", "101"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(client, name, value):
    problem(client.get(DELIVERIES, {name: value}), 400, "invalid_parameter", name)


def test_attempts_say_what_was_answered(tenant, client, endpoint, receiver):
    receiver.answers = [Answer(503, {"Content-Type": "text/plain", "Set-Cookie": "a=b"}, b"down, token=abcdefgh1234")]
    delivery = one(tenant, client, endpoint, "failed")
    assert delivery["next_attempt_at"] is not None
    [attempt] = listed(client, f"{DELIVERIES}/{delivery['id']}/attempts")
    assert (attempt["object"], attempt["delivery"], attempt["number"]) == (
        "webhook_delivery_attempt", delivery["id"], 1,
    )  # fmt: skip
    assert (attempt["succeeded"], attempt["response_status"], attempt["error"]) == (False, 503, None)
    assert attempt["response_headers"]["content-type"] == "text/plain"
    assert "set-cookie" not in attempt["response_headers"]
    assert "abcdefgh1234" not in attempt["response_excerpt"]
    receiver.stop()
    call(client, f"{DELIVERIES}/{delivery['id']}/resend")
    deliver()
    newest, oldest = listed(client, f"{DELIVERIES}/{delivery['id']}/attempts")
    assert (newest["number"], newest["response_status"], newest["response_excerpt"]) == (2, None, None)
    assert newest["error"] in {"connection", "disconnected"}
    assert oldest == attempt


def test_a_delivery_that_arrived_is_sent_again_as_the_same(tenant, client, endpoint, receiver):
    delivery = one(tenant, client, endpoint)
    again = call(client, f"{DELIVERIES}/{delivery['id']}/resend")
    assert (again["id"], again["status"], again["completed_at"]) == (delivery["id"], "pending", None)
    assert deliver() == 1
    assert len({each.id for each in receiver.calls}) == 1
    assert receiver.calls[0].body == receiver.calls[1].body


def test_a_repeated_resend_with_one_key_sends_once(tenant, client, endpoint, receiver):
    delivery = one(tenant, client, endpoint)
    for _ in range(2):
        call(client, f"{DELIVERIES}/{delivery['id']}/resend", key="again-1")
        deliver()
    assert len(receiver.calls) == 2


@pytest.mark.parametrize("state", ["paused", "deleted"])
def test_nothing_is_resent_to_an_endpoint_that_gets_nothing(tenant, client, endpoint, state):
    delivery = one(tenant, client, endpoint)
    if state == "paused":
        verb(client, endpoint, "pause")
    else:
        client.delete(f"{ENDPOINTS}/{endpoint['id']}")
    refused = problem(
        client.post(f"{DELIVERIES}/{delivery['id']}/resend", content_type=JSON), 409, "endpoint_not_active"
    )
    assert refused["current_state"] == state
    assert client.get(f"{DELIVERIES}/{delivery['id']}").json()["status"] == "succeeded"


def test_what_is_being_sent_at_this_moment_is_not_sent_beside_it(client, endpoint):
    sample = verb(client, endpoint, "test", status=201)
    with platform_context():
        row = Delivery.objects.filter(pk=parse_public_id("dlv", sample["id"]))
        row.update(lease=new_id(), status="delivering", due_at=now() + HOUR)
    answer = client.post(f"{DELIVERIES}/{sample['id']}/resend", content_type=JSON)
    problem(answer, 409, "delivery_under_way")
    assert answer.headers["Retry-After"] == "5"
    assert client.get(f"{DELIVERIES}/{sample['id']}").json()["next_attempt_at"] is None


def resend(client, **body):
    since = (now() - HOUR).isoformat()
    return client.post("/v1/deliveries:resend", {"since": since, **body}, content_type=JSON)


def finished(client, answer):
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "1"), answer.content
    assert answer.headers["Location"] == f"/v1/operations/{answer.json()['id']}"
    run_jobs()
    done = client.get(answer.headers["Location"]).json()
    assert (done["kind"], done["status"], done["error"]) == ("redelivery", "succeeded", None)
    return done


def test_many_are_sent_anew_by_what_became_of_them(tenant, client, endpoint, receiver):
    for status in ("exhausted", "skipped", "succeeded"):
        end(one(tenant, client, endpoint), status)
    done = finished(client, resend(client))
    assert done["result"] == {"deliveries": 2, "url": "/v1/deliveries"}
    assert done["progress"] == {"done": 2, "total": 2, "unit": "deliveries"}
    assert deliver() == 2
    done = finished(client, resend(client, endpoint=endpoint["id"], statuses=["succeeded"], types=["sku.*"]))
    assert done["webhook_endpoint"] == endpoint["id"]
    assert done["result"]["deliveries"] == 3
    assert finished(client, resend(client, types=["code.voided"]))["result"]["deliveries"] == 0


def test_a_resend_that_makes_no_sense_is_refused(client, endpoint):
    problem(resend(client, since="2020-01-01T00:00:00Z"), 422, "time_range_invalid", "since")
    problem(resend(client, until="2020-01-01T00:00:00Z"), 422, "time_range_invalid", "since")
    problem(resend(client, statuses=["pending"]), 400, "invalid_parameter", "statuses[0]")
    problem(resend(client, statuses=[]), 400, "invalid_parameter", "statuses")
    problem(resend(client, types=["sku"]), 400, "invalid_parameter", "types[0]")
    problem(resend(client, endpoint="we_x"), 404, "resource_not_found", "endpoint")
    problem(resend(client, endpoint=public_id("we", new_id())), 404, "resource_not_found")
    answer = client.post("/v1/deliveries:resend", {}, content_type=JSON)
    problem(answer, 400, "parameter_missing", "since")


def test_deliveries_of_the_other_mode_and_of_other_shops_are_not_there(tenant, other_tenant, client, endpoint):
    delivery = one(tenant, client, endpoint)
    operation = resend(client).json()["id"]
    for stranger in (api(make_key(tenant, livemode=False)), api(make_key(other_tenant))):
        assert listed(stranger) == []
        assert listed(stranger, endpoint=endpoint["id"]) == []
        for path in (delivery["id"], f"{delivery['id']}/attempts"):
            problem(stranger.get(f"{DELIVERIES}/{path}"), 404, "resource_not_found")
        problem(stranger.post(f"{DELIVERIES}/{delivery['id']}/resend", content_type=JSON), 404, "resource_not_found")
        problem(resend(stranger, endpoint=endpoint["id"]), 404, "resource_not_found")
        problem(stranger.get(f"/v1/operations/{operation}"), 404, "resource_not_found")


def test_a_list_of_deliveries_is_one_statement(client, endpoint):
    for _ in range(5):
        verb(client, endpoint, "test", status=201)
    with CaptureQueriesContext(connection) as seen:
        assert len(listed(client)) == 5
    assert sum("webhooks_" in each["sql"] for each in seen.captured_queries) == 1
