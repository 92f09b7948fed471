"""Who named a URL is told that the order is over: signed, thin, in the words of /v1/events, once or again with the same id."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from platform_core.events.models import OutboxEntry
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.issuance.services.fill_backorders import fill_backorders
from tests.integration.webhooks.orders import (
    JSON,
    attempts,
    deliveries,
    event_bytes,
    order,
    secrets_of,
    send,
    stocked,
    twin_of,
)
from tests.integration.webhooks.receiver import Answer, Receiver
from tests.world import api, make_key, stock
from webhooks.signing import new_secret, sign

CODE = "CANARY-NOTIFY-7F3K9Q2M4X"


def types(receiver: Receiver) -> list[str]:
    return [json.loads(call.body)["type"] for call in receiver.calls]


def test_the_signature_is_the_published_one():
    """The vector of the specification."""
    signed = sign(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=dt.datetime.fromtimestamp(1614265330, tz=dt.UTC),
        body=b'{"test": 2432232314}',
    )
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert new_secret() != new_secret()
    assert len(new_secret()) == len("whsec_") + 44


def test_an_order_is_told_with_the_event_that_the_api_shows_and_never_with_a_code(tenant, receiver):
    shelf = stocked(tenant, 0)
    stock(tenant, shelf, [CODE])
    made = order(tenant, shelf, receiver.url("/notify?token=1%2F2"), metadata={"a": "b"})
    assert made["notify_url"] == receiver.url("/notify?token=1%2F2")
    assert send() == 1
    [call] = receiver.calls
    body = json.loads(call.body)
    assert call.path == "/notify?token=1%2F2"
    assert call.body == event_bytes(tenant, call.id)
    assert (body["id"], body["type"], body["livemode"]) == (call.id, "issuance.completed", True)
    assert body["data"]["object"]["id"] == made["id"]
    assert body["data"]["object"]["external_id"] == made["external_id"]
    assert call.headers["content-type"] == "application/json"
    assert CODE.encode() not in call.body + repr(call.headers).encode()
    [secret] = secrets_of(tenant)
    assert Webhook(secret).verify(call.body, call.headers) == body
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(call.body + b" ", call.headers)
    [sent] = deliveries(tenant)
    assert (sent.status, sent.due_at, sent.attempts) == ("succeeded", None, 1)
    assert attempts(tenant) == [(1, 200, "")]
    assert send() == 0
    assert len(receiver.calls) == 1


def test_an_order_without_a_url_costs_nothing_and_tells_nobody(tenant):
    made = order(tenant, stocked(tenant), None)
    assert made["notify_url"] is None
    with platform_context():
        assert not OutboxEntry.objects.filter(tenant_role=tenant.role_name).exists()
    assert send() == 0
    assert deliveries(tenant) == []


def test_the_version_of_the_call_is_the_version_of_the_callback(tenant, receiver):
    shelf, key = stocked(tenant), make_key(tenant)
    old = {"Kaquan-Version": "2026-11-24"}
    body = {"external_id": "V-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "notify_url": receiver.url()}
    assert api(key).post("/v1/issuances", body, content_type=JSON, headers=old).status_code == 201
    send()
    [call] = receiver.calls
    assert json.loads(call.body)["api_version"] == "2026-11-24"
    assert call.body == event_bytes(tenant, call.id, **old)


def test_only_the_end_of_an_order_is_told(tenant, receiver):
    shelf = stocked(tenant, 0)
    client = api(make_key(tenant))
    waits = order(tenant, shelf, receiver.url("/waits"), quantity=2, fulfillment_policy="backorder")
    leaves = order(tenant, shelf, receiver.url("/leaves"), fulfillment_policy="backorder")
    assert send() == 0, "nothing is over"
    assert client.post(f"/v1/issuances/{leaves['id']}/cancel", {}, content_type=JSON).status_code == 200
    stock(tenant, shelf, ["ONE"])
    with tenant_context(tenant):
        assert fill_backorders(now=now()) == 1
    send()
    assert [(call.path, kind) for call, kind in zip(receiver.calls, types(receiver), strict=True)] == [
        ("/leaves", "issuance.canceled")
    ], "half an order is not over"
    stock(tenant, shelf, ["TWO"])
    with tenant_context(tenant):
        fill_backorders(now=now())
    send()
    last = receiver.calls[-1]
    assert (last.path, types(receiver)[-1]) == ("/waits", "issuance.completed")
    assert json.loads(last.body)["data"]["object"]["quantity"] == 2
    assert client.get(f"/v1/issuances/{waits['id']}").json()["notify_url"] == receiver.url("/waits")
    partial = order(tenant, stocked(tenant, 1), receiver.url("/part"), quantity=3, fulfillment_policy="partial")
    assert partial["status"] == "partially_completed"
    send()
    assert types(receiver)[-1] == "issuance.partially_completed"
    assert len(receiver.calls) == 3


def test_test_mode_calls_too_with_a_secret_of_its_own_and_tells_failures(tenant, receiver, stocked_twins):
    client = api(make_key(tenant, livemode=False))
    skus = {sku["sku_code"]: sku for sku in client.get("/v1/skus?limit=100").json()["data"]}
    body = {
        "external_id": "T-1",
        "lines": [{"sku": "sku_test_oos", "quantity": 1}],
        "fulfillment_policy": "backorder",
        "notify_url": receiver.url(),
    }
    assert skus
    made = client.post("/v1/issuances", body, content_type=JSON)
    assert made.status_code == 202, made.content
    failed = client.post(
        f"/v1/test_helpers/issuances/{made.json()['id']}/fail",
        {},
        content_type=JSON,
        headers={"Idempotency-Key": "fail-1"},
    )
    assert failed.status_code == 200, failed.content
    send()
    [call] = receiver.calls
    told = json.loads(call.body)
    assert (told["type"], told["livemode"]) == ("issuance.failed", False)
    assert call.body == bytes(client.get(f"/v1/events/{call.id}").content)
    twin = twin_of(tenant)
    Webhook(secrets_of(twin)[0]).verify(call.body, call.headers)
    assert set(secrets_of(twin)).isdisjoint(secrets_of(tenant))


def test_every_order_of_a_batch_is_told(tenant, receiver):
    shelf = stocked(tenant)
    items = [
        {"external_id": f"B-{n}", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "notify_url": receiver.url(f"/{n}")}
        for n in range(3)
    ]
    body = {"atomicity": "all_or_nothing", "issuances": items}
    answer = api(make_key(tenant)).post(
        "/v1/issuance_batches", body, content_type=JSON, headers={"Idempotency-Key": "batch-told"}
    )
    assert answer.status_code == 200, answer.content
    assert send() == 3
    assert sorted(call.path for call in receiver.calls) == ["/0", "/1", "/2"]


def test_a_receiver_that_was_down_is_told_when_it_is_up_with_the_same_id(tenant, time_machine):
    down = Receiver()
    port = down.port
    down.stop()
    order(tenant, stocked(tenant), down.url())
    time_machine.move_to(now(), tick=True)
    assert send() == 1
    [waiting] = deliveries(tenant)
    assert attempts(tenant) == [(1, None, "connection")]
    assert waiting.status == "failed"
    assert send() == 0, "not before its time"
    broken = Receiver(Answer(500), Answer(200), port=port)
    time_machine.move_to(waiting.due_at)
    assert send() == 1
    [waiting] = deliveries(tenant)
    time_machine.move_to(waiting.due_at)
    assert send() == 1
    broken.stop()
    assert [number for number, _, _ in attempts(tenant)] == [1, 2, 3]
    first, second = broken.calls
    assert first.id == second.id
    assert first.body == second.body
    assert int(second.headers["webhook-timestamp"]) > int(first.headers["webhook-timestamp"])
    assert second.headers["webhook-signature"] != first.headers["webhook-signature"]
    [arrived] = deliveries(tenant)
    assert (arrived.status, arrived.attempts) == ("succeeded", 3)
