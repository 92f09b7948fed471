"""Real processes: whatever is killed, every order is told, soon, and again only with the same id."""

from __future__ import annotations

import json
import time
from collections import Counter

import psycopg
import pytest

from tests.integration.webhooks.receiver import Answer, Receiver
from tests.live import import_codes, make_sku
from webhooks.lanes import START


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("callbacks", "--with-supplier", "Supplier")


@pytest.fixture
def client(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        yield client


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.stop()


def shelf(client, merchant, label, count):
    sku = make_sku(client, label)
    stock = [f"{label}-{number:06d}" for number in range(count)]
    assert import_codes(client, sku, merchant["supplier_id"], stock)["status"] == "succeeded"
    return sku


def order(client, sku, receiver, numbers):
    """Orders that name the receiver; their ids."""
    made = []
    for number in numbers:
        body = {"external_id": number, "lines": [{"sku": sku, "quantity": 1}], "notify_url": receiver.url()}
        answer = client.post("/v1/issuances", json=body)
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])
    return made


def told(receiver):
    return Counter(json.loads(call.body)["data"]["object"]["id"] for call in receiver.calls)


def wait_until_told(receiver, orders, patience):
    begun = time.monotonic()
    while set(orders) - set(told(receiver)):
        assert time.monotonic() - begun < patience, f"{len(set(orders) - set(told(receiver)))} were not told"
        time.sleep(0.05)
    return time.monotonic() - begun


def test_a_woken_worker_tells_at_once(client, merchant, receiver, capsys):
    sku = shelf(client, merchant, "quick", 20)
    order(client, sku, receiver, ["W-0"])
    wait_until_told(receiver, order(client, sku, receiver, ["W-1"]), 10)
    orders = order(client, sku, receiver, ["W-2"])
    spent = wait_until_told(receiver, orders, 10)
    with capsys.disabled():
        print(f"\nfrom the answer to the callback: {spent:.2f} s")
    assert spent < 4


def test_orders_that_commit_while_worker_and_queue_are_dead_are_told_within_90_seconds(
    platform, client, merchant, receiver, capsys
):
    sku = shelf(client, merchant, "dead", 30)
    endpoint = Receiver()
    body = {"url": endpoint.url(), "event_types": ["issuance.completed"]}
    assert client.post("/v1/webhook_endpoints", json=body).status_code == 201
    assert platform.kill("worker")
    assert platform.kill("valkey")
    orders = order(client, sku, receiver, [f"D-{number}" for number in range(20)])
    spent = wait_until_told(receiver, orders, 90)
    spent += wait_until_told(endpoint, orders, 90 - spent)
    with capsys.disabled():
        print(f"\n20 callbacks and 20 events of an endpoint after the death of worker and queue: {spent:.1f} s")
    assert set(told(receiver).values()) == set(told(endpoint).values()) == {1}
    endpoint.stop()


def test_a_worker_killed_while_it_calls_calls_again_with_the_same_id(platform, client, merchant):
    slow = Receiver(Answer(delay=30))
    sku = shelf(client, merchant, "slow", 30)
    orders = order(
        client, sku, slow, [f"S-{number}" for number in range(START)]
    )  # as many as go to a new receiver at once
    slow.wait_for(START)
    assert platform.kill("worker")
    first = {call.id for call in slow.calls}
    slow.answers = [Answer()]
    database = json.loads((platform.data_dir / "runtime.json").read_text())["database_url"]
    with psycopg.connect(database, autocommit=True) as admin:  # their leases are over: nobody waits 40 seconds here
        admin.execute("UPDATE webhooks_delivery SET due_at = now() WHERE lease IS NOT NULL")
    slow.wait_for(2 * START, patience=60)
    assert {call.id for call in slow.calls} == first
    assert set(told(slow)) == set(orders)
    time.sleep(1)
    assert set(told(slow).values()) == {2}
    slow.stop()
