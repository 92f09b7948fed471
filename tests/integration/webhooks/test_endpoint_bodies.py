"""What is sent to an endpoint: its version, its format, its signatures, its headers; never more than 20 KB, never a code."""

from __future__ import annotations

import base64
import json

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.v1.event import CloudEvent
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from standardwebhooks import Webhook

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.integration.webhooks.endpoints import (
    CURRENT,
    endpoint,
    forget_outbox,
    fresh,
    issuance,
    publish,
    secrets,
)
from tests.integration.webhooks.orders import event_bytes, order, send
from tests.integration.webhooks.receiver import Answer, Receiver
from tests.world import api, make_key, make_shelf, stock
from webhooks.errors import EndpointSettingInvalid
from webhooks.models import Endpoint
from webhooks.selectors import list_secrets
from webhooks.services.update_endpoint import update_endpoint

CODE = "CANARY-HOOK-7F3K9Q2M4X"
OLD = "2026-11-24"


def only(receiver):
    [call] = receiver.calls
    return call


def test_an_endpoint_is_told_in_its_own_version(tenant, receiver):
    endpoint(tenant, receiver.url("/old"), "issuance.completed", version=OLD)
    endpoint(tenant, receiver.url("/new"), "issuance.completed")
    publish(tenant, issuance())
    assert send() == 2
    calls = {call.path: call for call in receiver.calls}
    assert json.loads(calls["/old"].body)["api_version"] == OLD
    assert json.loads(calls["/new"].body)["api_version"] == CURRENT
    assert calls["/old"].body == event_bytes(tenant, calls["/old"].id, **{"Kaquan-Version": OLD})
    assert calls["/new"].body == event_bytes(tenant, calls["/new"].id, **{"Kaquan-Version": CURRENT})


@pytest.mark.parametrize("livemode", [True, False], ids=["live", "test"])
def test_a_cloudevent_is_read_by_the_library_for_them(tenant, receiver, livemode):
    shop = tenant if livemode else ensure_twin(live=tenant, now=now())
    made = endpoint(shop, receiver, "issuance.completed", payload_format="cloudevents")
    publish(shop, issuance(id="iss_7", external_id="订单-7"))
    send()
    call = only(receiver)
    assert call.headers["content-type"] == "application/cloudevents+json"
    read = from_http_event(HTTPMessage(call.headers, call.body))
    assert isinstance(read, CloudEvent)
    assert (read.get_specversion(), read.get_id(), read.get_subject()) == ("1.0", call.id, "iss_7")
    assert read.get_source() == f"/tenants/{public_id('ten', tenant.id)}"
    assert read.get_type() == "com.kaquan.issuance.completed"
    assert read.get_datacontenttype() == "application/json"
    plain = json.loads(event_bytes(tenant, call.id)) if livemode else {"data": json.loads(call.body)["data"]}
    assert read.get_data() == plain["data"]
    assert read.get_data()["object"]["external_id"] == "订单-7"
    assert read.get_time().utcoffset().total_seconds() == 0
    assert read.get_extension("livemode") is livemode
    assert read.get_extension("sequence") == "1"
    Webhook(secrets(shop, made)[0]).verify(call.body, call.headers)


def test_v1a_is_verified_with_the_public_key_alone(tenant, receiver):
    made = endpoint(tenant, receiver, "issuance.completed", ed25519=True)
    publish(tenant, issuance())
    send()
    call = only(receiver)
    kinds = {each.kind: each for each in list_secrets(tenant, now(), made.id)}
    Webhook(kinds["v1"].text).verify(call.body, call.headers)
    [signature] = [each for each in call.headers["webhook-signature"].split() if each.startswith("v1a,")]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(kinds["v1a"].public.removeprefix("whpk_")))
    signed = f"{call.id}.{call.headers['webhook-timestamp']}.".encode() + call.body
    key.verify(base64.b64decode(signature.removeprefix("v1a,")), signed)
    with pytest.raises(InvalidSignature):
        key.verify(base64.b64decode(signature.removeprefix("v1a,")), signed + b" ")
    with tenant_context(tenant):
        update_endpoint(endpoint_id=made.id, changes={"ed25519": False}, now=now())
    publish(tenant, issuance())
    send()
    assert "v1a," not in receiver.calls[-1].headers["webhook-signature"]


def test_no_v1a_where_it_was_not_asked_for_and_none_for_the_url_of_an_order(tenant, receiver):
    endpoint(tenant, receiver.url("/plain"), "issuance.completed")
    endpoint(tenant, receiver.url("/later"), "issuance.completed", ed25519=False)
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 1)
    order(tenant, shelf, receiver.url("/order"))
    assert send() == 3
    assert {call.headers["webhook-signature"].count(",") for call in receiver.calls} == {1}
    with tenant_context(tenant):
        later = Endpoint.objects.get(url__endswith="/later")
        update_endpoint(endpoint_id=later.id, changes={"ed25519": True}, now=now())
    receiver.calls.clear()
    publish(tenant, issuance())
    send()
    assert {call.path: call.headers["webhook-signature"].count("v1a,") for call in receiver.calls} == {
        "/plain": 0,
        "/later": 1,
    }


def test_the_headers_of_a_shop_are_sent_and_kept_sealed(tenant, receiver):
    own = {"X-Shop-Token": "CANARY-HEADER-1", "Authorization": "Bearer CANARY-HEADER-2"}
    made = endpoint(tenant, receiver, "issuance.completed", headers=own)
    publish(tenant, issuance())
    send()
    call = receiver.calls.pop()
    assert (call.headers["x-shop-token"], call.headers["authorization"]) == tuple(own.values())
    assert made.header_names == ["X-Shop-Token", "Authorization"]
    assert b"CANARY" not in bytes(fresh(made).headers)
    with tenant_context(tenant):
        update_endpoint(endpoint_id=made.id, changes={"headers": {"X-Other": "1"}}, now=now())
    publish(tenant, issuance())
    send()
    call = receiver.calls.pop()
    assert ("x-shop-token" in call.headers, call.headers["x-other"]) == (False, "1")


DENIED = [
    "Host", "hOST", "Content-Length", "Transfer-Encoding", "Connection", "Cookie", "Webhook-Id", "webhook-signature", "Svix-Id",
    "Kaquan-Version", "Proxy-Authorization", "User-Agent", "Content-Type", "Forwarded", "X-Forwarded-For", "Expect", "TE",
    "X Y", "X:Y", "", "X\r\nHost", "Ü", "x" * 65,
]  # fmt: skip


@pytest.mark.parametrize("name", DENIED, ids=repr)
def test_a_header_that_would_change_where_the_request_goes_or_who_sends_it_is_refused(tenant, receiver, name):
    with pytest.raises(EndpointSettingInvalid):
        endpoint(tenant, receiver, headers={name: "x"})


@pytest.mark.parametrize("value", ["", "a\r\nHost: x", "a\nb", "a\0b", " a", "a ", "ü", "x" * 1025], ids=repr)
def test_a_header_whose_value_would_end_the_header_is_refused(tenant, receiver, value):
    with pytest.raises(EndpointSettingInvalid):
        endpoint(tenant, receiver, headers={"X-A": value})
    with pytest.raises(EndpointSettingInvalid):
        endpoint(tenant, receiver, headers={"X-A": "1", "x-a": "2"})
    with pytest.raises(EndpointSettingInvalid):
        endpoint(tenant, receiver, headers={f"X-{number}": "1" for number in range(11)})


@pytest.mark.parametrize("format_", ["standard", "cloudevents"])
def test_a_body_is_never_larger_than_20_kb(tenant, receiver, format_):
    endpoint(tenant, receiver, "issuance.completed", payload_format=format_)
    forget_outbox(tenant)
    publish(tenant, issuance(id="iss_big", external_id="十" * 7_000))
    publish(tenant, issuance(id="iss_small", external_id="x" * 15_000))
    assert send() == 2
    bodies = {
        body["data"]["object"]["id"]: (body, len(call.body))
        for call in receiver.calls
        for body in [json.loads(call.body)]
    }
    assert max(size for _, size in bodies.values()) <= 20 * 1024
    assert bodies["iss_big"][0]["data"]["object"] == {"id": "iss_big", "truncated": True}
    assert len(bodies["iss_small"][0]["data"]["object"]["external_id"]) == 15_000


def test_a_code_is_in_no_row_no_body_and_no_line_of_the_log(tenant, caplog):
    caplog.set_level("DEBUG")
    shelf, broken = make_shelf(tenant), Receiver(Answer(500, {"X-Request-Id": "1"}, b"no"), Answer(200))
    endpoint(tenant, broken.url("/a"))
    endpoint(tenant, broken.url("/b"), payload_format="cloudevents", ed25519=True)
    stock(tenant, shelf, [CODE])
    body = {"external_id": "C-1", "lines": [{"sku": shelf.sku_id, "quantity": 1}], "notify_url": broken.url("/c")}
    shown = api(make_key(tenant)).post("/v1/issuances?include=codes", body, content_type="application/json")
    assert CODE.encode() in shown.content, "else nothing is proved"
    while send():
        pass
    broken.stop()
    assert {json.loads(call.body)["type"].removeprefix("com.kaquan.") for call in broken.calls} >= {
        "issuance.completed",
        "code.revealed",
    }
    for call in broken.calls:
        assert CODE.encode() not in call.body + repr(call.headers).encode() + call.path.encode()
    assert CODE not in caplog.text
    tables = ["delivery", "deliveryattempt", "endpoint", "tally", "redelivery", "signingsecret"]
    with platform_context(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM webhooks_{table} t")
            assert CODE not in repr(cursor.fetchall()), table
        cursor.execute("SELECT t::text FROM events_event t")
        assert CODE not in repr(cursor.fetchall())
