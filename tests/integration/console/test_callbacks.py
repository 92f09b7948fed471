"""Callbacks to the URLs of orders in the back office: what was told, where, how it went; the secret, and its successor."""

from __future__ import annotations

import pytest
from standardwebhooks import Webhook

from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.integration.console.endpoints import SECRET, make_endpoint, words
from tests.integration.console.test_back_office import staff
from tests.integration.webhooks.orders import deliveries, order, secrets_of, send, stocked
from tests.integration.webhooks.receiver import Answer, receiving
from tests.world import make_key, now

PAGE = "/console/webhooks/orders"


@pytest.fixture
def receiver():
    yield from receiving()


def page_of(tenant, query=""):
    return words(staff(tenant).get(PAGE + query))


def revealed(client, mode="live"):
    """The secrets that a click on the button brings, in their order."""
    page = words(client.post(f"{PAGE}/secret", {"mode": mode}))
    return list(dict.fromkeys(SECRET.findall(page)))


def test_a_shop_that_told_nobody_learns_how(tenant):
    page = page_of(tenant)
    assert "还没有回调" in page
    assert "notify_url" in page


def test_the_old_address_leads_to_the_new_one_in_the_same_mode(tenant):
    client = staff(tenant)
    assert client.get("/console/callbacks").headers["Location"] == PAGE
    assert client.get("/console/callbacks?mode=test").headers["Location"] == f"{PAGE}?mode=test"


def test_deliveries_and_their_attempts_are_shown_without_what_the_url_carries(tenant, receiver):
    receiver.answers = [Answer(503), Answer(200)]
    made = order(tenant, stocked(tenant), receiver.url("/notify?token=CANARY"))
    send()
    page = page_of(tenant)
    assert receiver.url("/notify").removeprefix("http://") in page
    assert "失败，稍后重试" in page
    assert "HTTP 503" in page
    [delivery] = deliveries(tenant)
    assert made["id"] == delivery.object_id
    assert "CANARY" not in page
    assert "还没有测试回调" in page_of(tenant, "?mode=test")


def test_what_endpoints_get_is_not_among_the_callbacks_of_orders(tenant, receiver):
    make_endpoint(tenant, receiver.url("/endpoint"), "issuance.completed")
    order(tenant, stocked(tenant), receiver.url("/order"))
    send()
    assert sorted(call.path for call in receiver.calls) == ["/endpoint", "/order"]
    page = page_of(tenant)
    assert "/order" in page
    assert "/endpoint" not in page


def test_another_shop_sees_nothing_of_it(tenant, other_tenant, receiver):
    order(tenant, stocked(tenant), receiver.url())
    send()
    page = page_of(other_tenant)
    assert "/notify" not in page
    assert set(revealed(staff(other_tenant))).isdisjoint(secrets_of(tenant))


def test_the_secret_is_on_no_page_until_somebody_asks_for_it_on_record(tenant):
    [secret] = secrets_of(tenant)
    client = staff(tenant)
    assert secret not in words(client.get(PAGE))
    assert revealed(client) == [secret]
    with tenant_context(tenant):
        told = Event.objects.get(type="webhook_endpoint.secret_revealed")
    assert told.payload["actor"] == "owner@alpha.example"
    assert secret not in words(client.get(f"{PAGE}/secret", headers={"HX-Request": "true"}))


def test_a_rotated_secret_is_shown_beside_the_old_one_and_both_verify(tenant, receiver):
    [old] = secrets_of(tenant)
    client = staff(tenant)
    answer = client.post(f"{PAGE}/rotate", {"hours": "24"})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert "前仍签名" in words(client.get(PAGE))
    shown = revealed(client)
    assert len(shown) == 2
    assert shown[1] == old
    order(tenant, stocked(tenant), receiver.url())
    send()
    for secret in shown:
        Webhook(secret).verify(receiver.calls[0].body, receiver.calls[0].headers)
    for hours in ("-1", "5", "x", ""):
        assert client.post(f"{PAGE}/rotate", {"hours": hours}).status_code == 404


def test_the_test_shop_has_a_secret_of_its_own(tenant):
    client = staff(tenant)
    for path in ("rotate", "secret"):
        answer = client.post(f"{PAGE}/{path}", {"hours": "0", "mode": "test"})
        assert answer.status_code == 404, "no test shop yet"
    make_key(tenant, livemode=False)
    twin = ensure_twin(live=tenant, now=now())
    before = secrets_of(tenant), secrets_of(twin)
    answer = client.post(f"{PAGE}/rotate", {"hours": "0", "mode": "test"})
    assert answer.headers["Location"] == f"{PAGE}?mode=test"
    assert secrets_of(tenant) == before[0]
    assert set(secrets_of(twin)).isdisjoint(before[1])
    assert revealed(client, "test") == secrets_of(twin)
