"""Races over one code, over real HTTP: nobody gets more out of it than is on it, whatever else happens to it meanwhile."""

from __future__ import annotations

import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live import available, import_codes, make_sku

_numbers = itertools.count(1)
GIFT = {"code_mode": "generated", "redemption": "amount", "face_value": 5000}


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("redeemers", "--with-supplier", "Supplier")


@pytest.fixture
def client(platform, merchant):
    with platform.client(merchant["api_key_live"]) as opened:
        yield opened


@pytest.fixture(scope="module")
def gift(platform, merchant):
    with platform.client(merchant["api_key_live"]) as opened:
        skus = [{"sku_code": "GIFT", "name": "50", "price": 4500, **GIFT}]
        answer = opened.post("/v1/products", json={"name": "礼品卡", "skus": skus})
        assert answer.status_code == 201
        return answer.json()["skus"][0]["id"]


def buy(client, sku, quantity=1):
    body = {"external_id": f"R-{next(_numbers)}", "lines": [{"sku": sku, "quantity": quantity}]}
    answer = client.post("/v1/issuances?include=codes", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def fire(platform, merchant, calls):
    """All calls (path, body) at once, each over a connection and with a key of its own; calls with a third part use that key."""

    def one(call):
        path, body, *key = call
        headers = {"Idempotency-Key": key[0] if key else f"f-{next(_numbers)}"}
        with platform.client(merchant["api_key_live"]) as opened:
            return opened.post(path, json=body, headers=headers)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def test_thirty_parallel_redemptions_never_exceed_the_balance(platform, merchant, client, gift):
    card = buy(client, gift)["codes"]["data"][0]
    answers = fire(platform, merchant, [("/v1/codes/redeem", {"code": card["code"], "amount": 300})] * 30)
    assert statuses(answers) == {201: 16, 409: 14}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"redemption_exceeds_balance"}
    assert client.get(f"/v1/codes/{card['id']}").json()["balance"] == 200
    left = sorted(a.json()["balance_after"] for a in answers if a.is_success)
    assert left == list(range(200, 5000, 300))
    steps = client.get(f"/v1/codes/{card['id']}/history", params={"limit": 100}).json()["data"]
    assert [step["number"] for step in steps] == list(range(1, 17))
    assert sum(step["value"] for step in steps) == 4800


def test_thirty_redemptions_with_one_key_or_one_number_are_one(platform, merchant, client, gift):
    card = buy(client, gift)["codes"]["data"][0]
    body = {"code": card["code"], "amount": 100}
    answers = fire(platform, merchant, [("/v1/codes/redeem", body, "one-key")] * 30)
    assert statuses(answers)[201] + statuses(answers)[409] == 30
    assert len({a.json()["id"] for a in answers if a.is_success}) == 1
    numbered = {**body, "external_id": "POS-RACE"}
    answers = fire(platform, merchant, [("/v1/codes/redeem", numbered)] * 30)
    assert set(statuses(answers)) <= {200, 201, 409}
    assert statuses(answers)[201] == 1
    assert len({a.json()["id"] for a in answers if a.is_success}) == 1
    assert {a.json()["outcome"] for a in answers if a.status_code == 409} <= {"in_progress"}
    assert client.get(f"/v1/codes/{card['id']}").json()["balance"] == 4800


def test_a_redemption_is_reversed_once_by_twenty_who_try(platform, merchant, client, gift):
    card = buy(client, gift)["codes"]["data"][0]
    taken = client.post(
        "/v1/codes/redeem", json={"code": card["code"], "amount": 5000}, headers={"Idempotency-Key": "all"}
    ).json()
    answers = fire(platform, merchant, [(f"/v1/redemptions/{taken['id']}/reverse", {})] * 20)
    assert statuses(answers) == {200: 1, 409: 19}
    assert client.get(f"/v1/codes/{card['id']}").json()["balance"] == 5000


def test_of_void_replace_refund_and_redeem_at_once_the_value_leaves_once(platform, merchant, client, gift):
    for _ in range(6):
        sold = buy(client, gift)
        card = sold["codes"]["data"][0]
        refund = {
            "external_id": f"RF-{next(_numbers)}",
            "issuance": sold["id"],
            "codes": [card["id"]],
            "disposition": "void",
        }
        calls = [
            ("/v1/codes/redeem", {"code": card["code"], "amount": 5000}),
            (f"/v1/codes/{card['id']}/void", {"reason": "race"}),
            (f"/v1/codes/{card['id']}/replace", {"reason": "race"}),
            ("/v1/refunds", refund),
        ] * 2
        answers = fire(platform, merchant, calls)
        first = [answer for answer in answers if "idempotent-replayed" not in answer.headers]
        done = [answer.text for answer in first if answer.is_success]
        assert len(done) == 1, done
        assert {answer.status_code for answer in answers if not answer.is_success} == {409}


def test_codes_that_are_voided_while_they_are_sold_are_either_sold_or_void(platform, merchant, client):
    sku = make_sku(client, "VOIDRACE")
    operation = import_codes(client, sku, merchant["supplier_id"], [f"VR-{n:05d}" for n in range(60)])
    listed = client.get("/v1/codes", params={"import": operation["import"], "limit": 100}).json()["data"]
    assert len(listed) == 60
    voids = [(f"/v1/codes/{code['id']}/void", {"reason": "race"}) for code in listed[::2]]
    sales = [
        ("/v1/issuances?include=codes", {"external_id": f"VR-{n}", "lines": [{"sku": sku, "quantity": 2}]})
        for n in range(20)
    ]
    answers = fire(platform, merchant, [call for pair in zip(voids, sales, strict=False) for call in pair] + voids[20:])
    sold = {c["id"] for a in answers if a.status_code == 201 for c in a.json()["codes"]["data"]}
    gone = {a.json()["id"] for a in answers if a.status_code == 200}
    after = {
        code["id"]: code["state"]
        for code in client.get("/v1/codes", params={"import": operation["import"], "limit": 100}).json()["data"]
    }
    # A code that was sold first and voided a moment later is void, and its buyer can be refunded; nothing is for sale twice.
    assert {code for code, state in after.items() if state == "voided"} == gone
    assert {code for code, state in after.items() if state == "issued"} == sold - gone
    assert len(after) == 60
    assert available(client, sku) == sum(state == "available" for state in after.values())


def test_a_code_is_suspended_and_resumed_while_others_buy_and_none_is_lost(platform, merchant, client):
    sku = make_sku(client, "PAUSERACE")
    operation = import_codes(client, sku, merchant["supplier_id"], [f"PR-{n:05d}" for n in range(40)])
    listed = client.get("/v1/codes", params={"import": operation["import"], "limit": 100}).json()["data"]

    def pause(code):
        with platform.client(merchant["api_key_live"]) as opened:
            stopped = opened.post(f"/v1/codes/{code['id']}/suspend", json={})
            if stopped.is_success:
                back = opened.post(f"/v1/codes/{code['id']}/resume", json={})
                assert back.is_success, back.text

    def sell(number):
        with platform.client(merchant["api_key_live"]) as opened:
            body = {"external_id": f"PR-{number}", "lines": [{"sku": sku, "quantity": 1}]}
            return opened.post("/v1/issuances?include=codes", json=body)

    with ThreadPoolExecutor(20) as pool:
        pauses = [pool.submit(pause, code) for code in listed]
        sales = [pool.submit(sell, number) for number in range(30)]
        for each in pauses:
            each.result()
        first = [each.result() for each in sales]
    sold = [c["id"] for a in first if a.status_code == 201 for c in a.json()["codes"]["data"]]
    rest = available(client, sku)
    assert len(sold) + rest == 40
    more = buy(client, sku, rest)["codes"]["data"]
    assert len({*sold, *(code["id"] for code in more)}) == 40
    assert available(client, sku) == 0
