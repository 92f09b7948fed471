"""Looks that are limited, and answers that are waited for, over real HTTP."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live import import_codes, make_sku, read_codes

_labels = itertools.count(1)


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("looks", "--with-supplier", "Supplier")


@pytest.fixture
def client(platform, merchant):
    with platform.client(merchant["api_key_live"], timeout=60) as client:
        yield client


@pytest.fixture
def sku(client):
    return make_sku(client, f"L{next(_labels)}")


def bring(client, merchant, sku, count):
    label = next(_labels)
    operation = import_codes(client, sku, merchant["supplier_id"], [f"L{label}-{n:06d}" for n in range(count)])
    assert operation["status"] == "succeeded"


def limit(client, sku, reveal_limit):
    product = client.get(f"/v1/skus/{sku}").json()["product"]
    assert client.patch(f"/v1/products/{product}", json={"reveal_limit": reveal_limit}).status_code == 200


def order(client, sku, number, quantity=1, *, params=None, headers=None, **more):
    body = {"external_id": number, "lines": [{"sku": sku, "quantity": quantity}], **more}
    return client.post("/v1/issuances", json=body, params=params or {}, headers=headers or {})


def fire(platform, merchant, calls):
    """All calls at once, each over a connection of its own."""

    def one(call):
        with platform.client(merchant["api_key_live"], timeout=60) as client:
            return call(client)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_of_fifty_looks_at_once_exactly_as_many_are_shown_as_may_be(platform, merchant, client, sku):
    bring(client, merchant, sku, 20)
    for allowed, number in ((1, "ONE"), (3, "THREE")):
        limit(client, sku, allowed)
        issued = order(client, sku, number, 5).json()["id"]
        code = client.get("/v1/codes", params={"issuance": issued}).json()["data"][2]["id"]
        ways = itertools.cycle(
            [
                lambda c, i=issued: c.get(f"/v1/issuances/{i}/codes"),
                lambda c, i=issued: c.get(f"/v1/issuances/{i}/codes", params={"format": "text"}),
                lambda c, one=code: c.post(f"/v1/codes/{one}/reveal"),
                lambda c, i=issued: c.post(f"/v1/issuances/{i}/deliver", json={"method": "link"}),
            ]
        )
        answers = fire(platform, merchant, [next(ways) for _ in range(50)])
        assert Counter(answer.is_success for answer in answers) == {True: allowed, False: 50 - allowed}
        assert {(a.status_code, a.json()["code"]) for a in answers if not a.is_success} == {(410, "reveal_exhausted")}


def test_fifty_repeats_of_one_issue_are_one_look(platform, merchant, client, sku):
    bring(client, merchant, sku, 2)
    limit(client, sku, 1)

    def call(caller):
        return order(caller, sku, "SAME", 2, params={"include": "codes"}, headers={"Idempotency-Key": "same-look"})

    answers = fire(platform, merchant, [call] * 50)
    done = [answer.json() for answer in answers if answer.is_success]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len(done) > 1
    assert len({tuple(code["code"] for code in each["codes"]["data"]) for each in done}) == 1
    assert client.get(f"/v1/issuances/{done[0]['id']}/codes").status_code == 410


class Later(threading.Thread):
    """Stock that arrives while somebody waits for it."""

    def __init__(self, seconds, work):
        super().__init__()
        self._seconds, self._work = seconds, work
        self.start()

    def run(self):
        time.sleep(self._seconds)
        self._work()


def test_an_order_that_waits_for_stock_is_answered_with_its_codes_when_they_come(platform, merchant, client, sku):
    limit(client, sku, 1)
    wanted = {"fulfillment_policy": "backorder", "params": {"include": "codes"}}
    with platform.client(merchant["api_key_live"]) as other:
        arriving = Later(1.5, lambda: bring(other, merchant, sku, 2))
        begun = time.monotonic()
        answer = order(client, sku, "WAIT", 2, headers={"Prefer": "wait=30", "Idempotency-Key": "wait-1"}, **wanted)
        took = time.monotonic() - begun
        arriving.join()
    assert (answer.status_code, answer.json()["status"]) == (201, "completed"), answer.text
    assert answer.headers["Preference-Applied"] == "wait=30"
    assert len(answer.json()["codes"]["data"]) == 2
    assert 1 < took < 20
    # A repeat says the same, waits for nothing, and shows nothing a second time.
    again = order(client, sku, "WAIT", 2, headers={"Idempotency-Key": "wait-1"}, **wanted)
    assert (again.status_code, again.json()["id"]) == (201, answer.json()["id"])
    assert "data" not in again.json()["codes"]


def test_who_waits_in_vain_is_answered_202_in_time(client, sku):
    begun = time.monotonic()
    headers = {"Prefer": "wait=2", "Idempotency-Key": "vain"}
    answer = order(client, sku, "VAIN", fulfillment_policy="backorder", headers=headers)
    assert 1.9 < time.monotonic() - begun < 6
    assert (answer.status_code, answer.json()["status"]) == (202, "awaiting_stock")
    assert answer.headers["Preference-Applied"] == "wait=2"
    assert answer.headers["Retry-After"] == "1"
    again = order(client, sku, "VAIN", fulfillment_policy="backorder", headers={"Idempotency-Key": "vain"})
    assert (again.status_code, again.json()["operation"]) == (202, answer.json()["operation"])


def test_a_cancelled_order_ends_the_wait(platform, merchant, client, sku):
    def cancel():
        with platform.client(merchant["api_key_live"]) as other:
            [found] = other.get("/v1/issuances", params={"external_id": "CANCEL"}).json()["data"]
            assert other.post(f"/v1/issuances/{found['id']}/cancel").status_code == 200

    leaving = Later(1, cancel)
    answer = order(client, sku, "CANCEL", fulfillment_policy="backorder", headers={"Prefer": "wait=30"})
    leaving.join()
    assert (answer.status_code, answer.json()["status"]) == (201, "canceled")


def test_a_batch_is_answered_when_it_is_done_and_its_repeats_say_the_same(client, merchant, sku):
    bring(client, merchant, sku, 60)
    body = {"issuances": [{"external_id": f"B-{n}", "lines": [{"sku": sku, "quantity": 1}]} for n in range(60)]}
    headers = {"Prefer": "wait=30", "Idempotency-Key": "batch-1"}
    answer = client.post("/v1/issuance_batches", json=body, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (200, "completed"), answer.text
    assert answer.json()["counts"]["succeeded"] == 60
    assert answer.headers["Preference-Applied"] == "wait=30"
    again = client.post("/v1/issuance_batches", json=body, headers={"Idempotency-Key": "batch-1"})
    assert (again.status_code, again.json()["id"]) == (200, answer.json()["id"])


def test_those_who_find_no_seat_are_answered_at_once_and_others_are_served_meanwhile(platform, merchant, client, sku):
    def wait(caller, number):
        return order(
            caller, sku, f"SEAT-{number}", fulfillment_policy="backorder", headers={"Prefer": "wait=4"}
        ), time.monotonic()

    begun = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        calls = [lambda caller, number=number: wait(caller, number) for number in range(16)]
        waiting = pool.submit(fire, platform, merchant, calls)
        time.sleep(1.5)
        for _ in range(10):
            asked = time.monotonic()
            assert client.get("/v1/ping").status_code == 200
            assert time.monotonic() - asked < 2
        answers = waiting.result()
    assert {answer.status_code for answer, _ in answers} == {202}
    seated = [answer for answer, _ in answers if "preference-applied" in answer.headers]
    at_once = [done - begun for answer, done in answers if "preference-applied" not in answer.headers]
    assert 1 <= len(seated) <= 4  # of one merchant: half of the four of each of two processes
    assert max(at_once) < 4
    bring(client, merchant, sku, 16)
    deadline = time.monotonic() + 30
    while client.get("/v1/issuances", params={"sku": sku, "status": "awaiting_stock"}).json()["data"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    codes = [code for answer, _ in answers for code in read_codes(client, answer.json()["id"])]
    assert len(set(codes)) == 16
