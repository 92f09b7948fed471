"""Too few codes for too many callers, over real HTTP: every code once, who waits is served, cancel or codes but not both."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live import available, import_codes, make_sku, read_codes

_labels = itertools.count(1)


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("queues", "--with-supplier", "Supplier")


@pytest.fixture
def client(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        yield client


@pytest.fixture
def sku(client):
    return make_sku(client, f"Q{next(_labels)}")


def bring(client, merchant, sku, count):
    label = next(_labels)
    operation = import_codes(client, sku, merchant["supplier_id"], [f"Q{label}-{n:06d}" for n in range(count)])
    assert operation["status"] == "succeeded"


def order(sku, number, quantity, policy):
    return {"external_id": number, "lines": [{"sku": sku, "quantity": quantity}], "fulfillment_policy": policy}


def fire(platform, merchant, calls):
    """All calls (path, body) at once, each over a connection of its own."""

    def one(call):
        with platform.client(merchant["api_key_live"]) as client:
            return client.post(call[0], json=call[1])

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def wait_until(condition, patience=60.0):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


def get(client, issuance):
    return client.get(f"/v1/issuances/{issuance['id']}").json()


def test_fifty_who_take_what_there_is_get_every_code_once(platform, merchant, client, sku):
    bring(client, merchant, sku, 30)
    answers = fire(platform, merchant, [("/v1/issuances", order(sku, f"P-{n}", 7, "partial")) for n in range(50)])
    assert set(Counter(answer.status_code for answer in answers)) == {201, 409}
    done = [answer.json() for answer in answers if answer.is_success]
    assert sum(issuance["codes"]["count"] for issuance in done) == 30
    assert sum(issuance["amount"] for issuance in done) == 30 * 2300
    codes = [code for issuance in done for code in read_codes(client, issuance["id"])]
    assert len(codes) == len(set(codes)) == 30
    assert {answer.json()["outcome"] for answer in answers if not answer.is_success} == {"not_executed"}
    assert available(client, sku) == 0


def test_many_who_wait_are_all_served_once_though_the_worker_is_killed(platform, merchant, client, sku):
    answers = fire(platform, merchant, [("/v1/issuances", order(sku, f"B-{n}", 3, "backorder")) for n in range(20)])
    assert {answer.status_code for answer in answers} == {202}
    waiting = [answer.json() for answer in answers]
    assert {issuance["status"] for issuance in waiting} == {"awaiting_stock"}
    bring(client, merchant, sku, 40)
    assert platform.kill("worker")
    platform.end_leases()
    bring(client, merchant, sku, 21)
    wait_until(lambda: {get(client, each)["status"] for each in waiting} == {"completed"}, 90)
    codes = [code for each in waiting for code in read_codes(client, each["id"])]
    assert len(codes) == len(set(codes)) == 60
    wait_until(lambda: available(client, sku) == 1)


def test_a_cancelled_issuance_has_no_code_and_one_with_codes_is_not_cancelled(platform, merchant, client, sku):
    answers = fire(platform, merchant, [("/v1/issuances", order(sku, f"C-{n}", 1, "backorder")) for n in range(24)])
    waiting = [answer.json() for answer in answers]
    with ThreadPoolExecutor(1) as pool:
        arriving = pool.submit(bring, client, merchant, sku, 24)
        while not arriving.done() and all(get(client, each)["status"] == "awaiting_stock" for each in waiting[:2]):
            pass
        told = fire(platform, merchant, [(f"/v1/issuances/{each['id']}/cancel", None) for each in reversed(waiting)])
        arriving.result()
    wait_until(lambda: not any(get(client, each)["status"] == "awaiting_stock" for each in waiting))
    statuses = []
    for each, answer in zip(reversed(waiting), told, strict=True):
        final = get(client, each)
        statuses.append(final["status"])
        if answer.status_code == 200:
            assert (final["status"], final["codes"]["count"]) == ("canceled", 0)
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "issuance_not_cancelable"), answer.text
            assert (final["status"], final["codes"]["count"]) == ("completed", 1)
    wait_until(lambda: available(client, sku) == statuses.count("canceled"))
