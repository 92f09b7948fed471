"""Who named a URL is told that the order is over: signed, thin, in the words of /v1/events, once or again with the same id."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
import uuid

import pytest
from django.db import connection
from standardwebhooks import Webhook, WebhookVerificationError

from platform_core.events.models import OutboxEntry
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
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
from webhooks import transport
from webhooks.models import Delivery, DeliveryAttempt, SigningSecret
from webhooks.services.claim_deliveries import LEASE, MOST_OF_ONE, claim_deliveries
from webhooks.services.purge_deliveries import purge_deliveries
from webhooks.services.rotate_signing_secret import rotate_signing_secret
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


def test_what_a_killed_process_had_in_hand_is_sent_again_with_the_same_id(tenant, receiver, time_machine):
    order(tenant, stocked(tenant), receiver.url())
    time_machine.move_to(now(), tick=True)
    from webhooks.services.fan_out_events import fan_out_events

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
    from webhooks.services.fan_out_events import fan_out_events
    from webhooks.services.record_attempts import Attempt, record_attempts

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
    monkeypatch.setattr(transport, "TOTAL", 1.5)
    silent = Receiver(Answer(delay=3))
    shelf, other_shelf = stocked(tenant, 40), stocked(other_tenant, 5)
    for _ in range(12):
        order(tenant, shelf, silent.url())
    for _ in range(5):
        order(other_tenant, other_shelf, receiver.url())
    begun = time.monotonic()
    sending = threading.Thread(target=receiver.wait_for, args=[5])
    sending.start()
    assert send() == 17
    assert max(call.at for call in receiver.calls) - begun < 1.0
    assert len(receiver.calls) == 5
    first = [call for call in silent.calls if call.at - begun < 1.2]
    assert len(first) == MOST_OF_ONE, "its own share, no more"
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
                tenant_role=shop.role_name, event_id=uuid.uuid4(), target="order", object_id="iss_x", event_type="x",
                url="x", version="x", status="failed", attempts=made, due_at=moment - dt.timedelta(hours=made),
                created_at=moment,
            )
            for shop, made in rows
        )  # fmt: skip
        taken = claim_deliveries(room=4, now=moment)
        assert sorted(each.attempt for each in taken) == [1, 1, 4, 4]
        assert claim_deliveries(room=4, again=0, now=moment) == []
        busy = {tenant.role_name: MOST_OF_ONE - 1}
        assert len(claim_deliveries(room=4, again=4, busy=busy, now=moment)) == 1


def test_another_shop_sees_neither_deliveries_nor_secrets(tenant, other_tenant, receiver):
    order(tenant, stocked(tenant), receiver.url())
    send()
    assert len(deliveries(tenant)) == 1
    with tenant_context(tenant):
        assert Delivery.objects.count() == DeliveryAttempt.objects.count() == 1
    with tenant_context(other_tenant):
        assert Delivery.objects.count() == DeliveryAttempt.objects.count() == 0
    assert set(secrets_of(tenant)).isdisjoint(secrets_of(other_tenant))
    [call] = receiver.calls
    with pytest.raises(WebhookVerificationError):
        Webhook(secrets_of(other_tenant)[0]).verify(call.body, call.headers)


def test_an_event_is_fanned_out_only_in_the_name_of_its_shop(tenant, other_tenant, receiver):
    order(tenant, stocked(tenant), receiver.url())
    send()
    event_id = deliveries(tenant)[0].event_id
    from django.db import ProgrammingError, transaction

    sql = "INSERT INTO public.events_outboxentry (event_id, tenant_role, url, version) VALUES (%s, %s, %s, 'x')"
    with tenant_context(other_tenant), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(sql, [uuid.uuid4(), tenant.role_name, receiver.url()])
        cursor.execute(sql, [event_id, other_tenant.role_name, receiver.url("/stolen")])
    send()
    assert "/stolen" not in [call.path for call in receiver.calls]


def test_a_rotated_secret_signs_along_until_its_time_is_over(tenant, receiver, time_machine):
    shelf = stocked(tenant)
    [old] = secrets_of(tenant)
    time_machine.move_to(now(), tick=True)
    rotate_signing_secret(tenant=tenant, overlap=dt.timedelta(hours=24), now=now())
    new, still = secrets_of(tenant)
    assert (still, new != old) == (old, True)
    order(tenant, shelf, receiver.url())
    send()
    for secret in (old, new):
        Webhook(secret).verify(receiver.calls[-1].body, receiver.calls[-1].headers)
    time_machine.move_to(now() + dt.timedelta(hours=24, seconds=1))
    order(tenant, shelf, receiver.url())
    send()
    call = receiver.calls[-1]
    Webhook(new).verify(call.body, call.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(call.body, call.headers)
    rotate_signing_secret(tenant=tenant, overlap=dt.timedelta(), now=now())
    assert new not in secrets_of(tenant)
    with platform_context(), pytest.raises(ValueError, match="overlap"):
        rotate_signing_secret(tenant=tenant, overlap=dt.timedelta(days=8), now=now())


def test_secrets_are_sealed_where_they_are_stored(tenant):
    [secret] = secrets_of(tenant)
    with platform_context():
        row = SigningSecret.objects.get(tenant_role=tenant.role_name)
    assert secret.removeprefix("whsec_").encode() not in bytes(row.sealed)
    assert secret.encode() not in bytes(row.sealed)


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


def test_one_that_cannot_be_written_out_does_not_hold_up_the_others(tenant, other_tenant, receiver, monkeypatch, caplog):
    from webhooks import dispatcher

    whole = dispatcher.load

    def broken(names):
        [render] = whole(names)

        def draw(event, shop, version):
            return 1 / 0 if shop.role_name == tenant.role_name else render(event, shop, version)

        return [draw]

    monkeypatch.setattr(dispatcher, "load", broken)
    order(tenant, stocked(tenant), receiver.url())
    order(other_tenant, stocked(other_tenant), receiver.url())
    send()
    assert [each.status for each in deliveries(other_tenant)] == ["succeeded"]
    assert attempts(tenant) == [(1, None, "internal")]
    assert deliveries(tenant)[0].status == "failed"
