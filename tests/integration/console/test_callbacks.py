"""Callbacks in the back office: what was told, where, how it went; the secret, and its successor."""

from __future__ import annotations

import html
import re

import pytest
from standardwebhooks import Webhook

from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.integration.console.test_back_office import staff
from tests.integration.webhooks.orders import order, secrets_of, send, stocked
from tests.integration.webhooks.receiver import Answer, Receiver
from tests.world import make_key, now

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.stop()


def page_of(tenant, query=""):
    return html.unescape(staff(tenant).get(f"/console/callbacks{query}").content.decode())


def test_a_shop_that_told_nobody_learns_how_and_sees_its_secret(tenant):
    page = page_of(tenant)
    assert "还没有回调" in page
    assert set(SECRET.findall(page)) == set(secrets_of(tenant))


def test_deliveries_and_their_attempts_are_shown_without_what_the_url_carries(tenant, receiver):
    receiver.answers = [Answer(503), Answer(200)]
    made = order(tenant, stocked(tenant), receiver.url("/notify?token=CANARY"))
    send()
    page = page_of(tenant)
    assert receiver.url("/notify") in page
    assert made["id"] in page
    assert "失败，稍后重试" in page
    assert "HTTP 503" in page
    assert "CANARY" not in page
    assert "还没有测试回调" in page_of(tenant, "?mode=test")


def test_another_shop_sees_nothing_of_it(tenant, other_tenant, receiver):
    made = order(tenant, stocked(tenant), receiver.url())
    send()
    page = page_of(other_tenant)
    assert made["id"] not in page
    assert receiver.url() not in page
    assert set(SECRET.findall(page)).isdisjoint(secrets_of(tenant))


def test_a_rotated_secret_is_shown_beside_the_old_one_and_both_verify(tenant, receiver):
    [old] = secrets_of(tenant)
    client = staff(tenant)
    answer = client.post("/console/callbacks/rotate", {"hours": "24"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/console/callbacks")
    page = html.unescape(client.get("/console/callbacks").content.decode())
    assert "旧密钥" in page
    shown = list(dict.fromkeys(SECRET.findall(page)))
    assert len(shown) == 2
    assert shown[1] == old
    order(tenant, stocked(tenant), receiver.url())
    send()
    for secret in shown:
        Webhook(secret).verify(receiver.calls[0].body, receiver.calls[0].headers)
    for hours in ("-1", "5", "x", ""):
        assert client.post("/console/callbacks/rotate", {"hours": hours}).status_code == 404


def test_the_test_shop_has_a_secret_of_its_own(tenant):
    client = staff(tenant)
    assert client.post("/console/callbacks/rotate", {"hours": "0", "mode": "test"}).status_code == 404, (
        "no test shop yet"
    )
    make_key(tenant, livemode=False)
    twin = ensure_twin(live=tenant, now=now())
    before = secrets_of(tenant), secrets_of(twin)
    answer = client.post("/console/callbacks/rotate", {"hours": "0", "mode": "test"})
    assert answer.headers["Location"] == "/console/callbacks?mode=test"
    assert secrets_of(tenant) == before[0]
    assert set(secrets_of(twin)).isdisjoint(before[1])
    assert set(SECRET.findall(page_of(tenant, "?mode=test"))) == set(secrets_of(twin))
