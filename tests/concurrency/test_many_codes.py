"""Thousands of codes voided and refunded over real processes: kill -9 in the middle, thirty at once, others selling meanwhile."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live import available, import_codes, make_sku

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("manycodes", "--with-supplier", "Supplier")


@pytest.fixture
def client(platform, merchant):
    with platform.client(merchant["api_key_live"], timeout=60) as opened:
        yield opened


def post(client, path, body, key=None):
    return client.post(path, json=body, headers={"Idempotency-Key": key or f"m-{next(_numbers)}"})


def shelf(client, merchant, label, count):
    sku = make_sku(client, label)
    stock = [f"{label}-{number:06d}" for number in range(count)]
    operation = import_codes(client, sku, merchant["supplier_id"], stock)
    assert operation["status"] == "succeeded"
    return sku, operation["import"]


def buy(client, sku, quantity):
    body = {"external_id": f"M-{next(_numbers)}", "lines": [{"sku": sku, "quantity": quantity}]}
    answer = client.post("/v1/issuances", json=body)
    assert answer.status_code in {201, 202}, answer.text
    return answer.json()


def listed(client, path, **filters):
    found, cursor = [], None
    while True:
        page = client.get(path, params={**filters, "limit": 100, **({"cursor": cursor} if cursor else {})}).json()
        found += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def wait(client, operation, patience=120):
    began = time.monotonic()
    while time.monotonic() < began + patience:
        body = client.get(f"/v1/operations/{operation}").json()
        if body["status"] in {"succeeded", "failed", "canceled"}:
            return body
        time.sleep(0.1)
    raise AssertionError(body)


def voids(client, code_ids):
    """How many steps each of some codes took."""
    steps = [client.get(f"/v1/codes/{code}/history").json()["data"] for code in code_ids]
    return Counter(len(each) for each in steps)


def test_a_void_and_a_refund_whose_worker_is_killed_are_made_whole_and_once(platform, merchant, client):
    sku, code_import = shelf(client, merchant, "KILLED", 4_500)
    sold = buy(client, sku, 4_000)
    unsold = [code["id"] for code in listed(client, "/v1/codes", state="available", **{"import": code_import})]
    assert len(set(unsold)) == 500
    whole = {"external_id": "RF-KILL", "issuance": sold["id"], "disposition": "void"}
    void = post(client, "/v1/codes:bulk_void", {"codes": unsold, "reason": "kill"}, key="kill")
    voiding = void.json()["operation"]
    while not client.get(f"/v1/operations/{voiding}").json()["progress"]["done"]:
        time.sleep(0.01)
    refund = post(client, "/v1/refunds", whole)
    refunding = refund.json()["operation"]
    assert (void.status_code, refund.status_code, refund.json()["status"]) == (202, 202, "pending")
    assert platform.kill("worker")
    platform.end_leases()
    half = client.get(f"/v1/operations/{voiding}").json()
    assert (half["status"], half["progress"]["done"] < 500) == ("running", True)
    some = [code["id"] for code in client.get("/v1/codes", params={"issuance": sold["id"]}).json()["data"]]
    assert {client.get(f"/v1/codes/{code}").json()["state"] for code in some} == {"issued"}
    again = post(client, "/v1/codes:bulk_void", {"codes": unsold, "reason": "kill"}, key="kill")
    assert again.json()["id"] == void.json()["id"]
    done = wait(client, voiding)
    assert (done["status"], done["result"]["voided"], done["result"]["failed"]) == ("succeeded", 500, 0)
    assert {item["status"] for item in listed(client, void.json()["items_url"])} == {"succeeded"}
    assert wait(client, refunding)["status"] == "succeeded"
    assert voids(client, unsold[::25] + some) == {1: 40}
    assert len(listed(client, "/v1/codes", issuance=sold["id"], state="voided")) == 4_000
    events = listed(client, "/v1/events", object=refund.json()["id"])
    assert sorted(event["type"] for event in events) == ["refund.created", "refund.succeeded"]
    assert post(client, "/v1/refunds", whole).json()["status"] == "succeeded"
    assert available(client, sku) == 0


def test_thirty_refunds_at_once_never_give_back_more_than_was_paid(platform, merchant, client):
    sku, _ = shelf(client, merchant, "RFRACE", 900)
    sold = buy(client, sku, 900)
    ids = [code["id"] for code in listed(client, "/v1/codes", issuance=sold["id"])]

    def ask(number):
        whole = {} if number % 3 == 0 else {"codes": ids[number * 25 : number * 25 + 110]}
        body = {"external_id": f"RFR-{number}", "issuance": sold["id"], "disposition": "void", **whole}
        if number % 5 == 4:
            body = {**body, "disposition": "keep", "amount": 2300 * 60}
        with platform.client(merchant["api_key_live"], timeout=60) as opened:
            return post(opened, "/v1/refunds", body)

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(ask, range(30)))
    assert {answer.status_code for answer in answers} <= {201, 202, 409}, [answer.text for answer in answers]
    accepted = [answer.json() for answer in answers if answer.is_success]
    for refund in accepted:
        if refund["operation"]:
            wait(client, refund["operation"])
    over = [client.get(f"/v1/refunds/{refund['id']}").json() for refund in accepted]
    assert {refund["status"] for refund in over} == {"succeeded"}
    assert 0 < sum(refund["amount"] for refund in over) <= sold["amount"] == 900 * 2300
    gone = [code["id"] for refund in over for code in listed(client, "/v1/codes", refund=refund["id"])]
    assert len(gone) == len(set(gone))
    assert voids(client, gone[::20]).keys() <= {0, 1}


def test_void_redeem_refund_and_sale_at_once_leave_each_code_with_one_fate(platform, merchant, client):
    body = {"code_mode": "generated", "redemption": "amount", "face_value": 5000}
    made = client.post(
        "/v1/products", json={"name": "礼品卡", "skus": [{"sku_code": "FATE", "name": "50", "price": 4500, **body}]}
    )
    gift = made.json()["skus"][0]["id"]
    sku, code_import = shelf(client, merchant, "FATE-I", 400)
    unsold = [code["id"] for code in listed(client, "/v1/codes", **{"import": code_import})]
    sold = buy(client, gift, 150)
    codes = client.get(f"/v1/issuances/{sold['id']}/codes", params={"limit": 100}).json()["data"]
    cards = [code["id"] for code in listed(client, "/v1/codes", issuance=sold["id"])]

    def fire(call):
        path, sent = call
        with platform.client(merchant["api_key_live"], timeout=60) as opened:
            return post(opened, path, sent)

    calls = [
        ("/v1/codes:bulk_void", {"codes": cards + unsold[:200], "reason": "race"}),
        ("/v1/refunds", {"external_id": "FATE", "issuance": sold["id"], "disposition": "void"}),
        *[("/v1/codes/redeem", {"code": code["code"], "amount": 5000}) for code in codes[::9]],
        *[("/v1/issuances", {"external_id": f"FATE-{n}", "lines": [{"sku": sku, "quantity": 5}]}) for n in range(20)],
    ]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(fire, calls))
    assert {answer.status_code for answer in answers} <= {201, 202, 409}, Counter(a.status_code for a in answers)
    for answer in answers[:2]:
        if answer.is_success:
            wait(client, answer.json()["operation"])
    redeemed = {a.json()["code"] for a in answers if a.is_success and a.json()["object"] == "redemption"}
    states = {code["id"]: code["state"] for code in listed(client, "/v1/codes", issuance=sold["id"])}
    assert {code for code, state in states.items() if state == "redeemed"} == redeemed
    assert set(states.values()) <= {"redeemed", "voided"}
    refund = client.get("/v1/refunds", params={"external_id": "FATE"}).json()["data"]
    if refund and refund[0]["status"] == "succeeded":
        assert not redeemed
    shelf_now = Counter(code["state"] for code in listed(client, "/v1/codes", **{"import": code_import}))
    assert shelf_now["available"] == available(client, sku)
    assert shelf_now["voided"] == 200
    assert shelf_now.total() == 400
