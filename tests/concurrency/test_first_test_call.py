"""Test mode begins with whichever call comes first, and is whole for all of them."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

PATIENCE = 5.0  # seconds that a first call may take, and somewhat more on a busy machine


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("testers")


@pytest.fixture
def tester(platform, merchant):
    with platform.client(merchant["api_key_test"]) as opened:
        yield opened


def test_of_twelve_first_calls_each_finds_the_whole_shop(platform, merchant):
    def first(_):
        began = time.monotonic()
        with platform.client(merchant["api_key_test"]) as opened:
            answer = opened.get("/v1/skus", params={"limit": 100})
            while answer.status_code == 503:
                assert answer.json()["code"] == "test_mode_preparing"
                assert answer.json()["outcome"] == "not_executed"
                time.sleep(float(answer.headers["Retry-After"]))
                answer = opened.get("/v1/skus", params={"limit": 100})
        return answer, time.monotonic() - began

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(first, range(12)))
    listed = {tuple(sku["id"] for sku in answer.json()["data"]) for answer, _ in answers}
    assert len(listed) == 1
    codes = Counter(sku["sku_code"] for sku in answers[0][0].json()["data"])
    assert len(codes) == sum(codes.values()) == 13
    assert min(took for _, took in answers) < 4 * PATIENCE
    print(sorted(round(took, 2) for _, took in answers))


@pytest.mark.parametrize(
    ("sku", "headers"),
    [("sku_test_lost_response", {}), ("sku_test_ok", {"Kaquan-Simulate": "timeout_after_commit"})],
)
def test_the_connection_is_closed_without_a_byte_and_the_retry_brings_the_same_codes(tester, sku, headers):
    body = {"external_id": f"L-{sku}", "lines": [{"sku": sku, "quantity": 2}]}
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        tester.post("/v1/issuances?include=codes", json=body, headers=headers)
    [made] = tester.get("/v1/issuances", params={"external_id": body["external_id"]}).json()["data"]
    again = tester.post("/v1/issuances?include=codes", json=body, headers=headers)
    assert (again.status_code, again.json()["id"]) == (200, made["id"])
    assert len(again.json()["codes"]["data"]) == 2
    assert tester.get("/v1/ping").status_code == 200


def test_stock_that_many_set_at_once_is_what_the_last_one_said(platform, merchant, tester):
    [sku] = [each for each in tester.get("/v1/skus?limit=100").json()["data"] if each["sku_code"] == "TEST-VIDEO-30"]

    def set_stock(wanted):
        with platform.client(merchant["api_key_test"]) as opened:
            return opened.post(f"/v1/test_helpers/skus/{sku['id']}/set_stock", json={"available": wanted})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(set_stock, [3, 50, 7, 0, 20, 11]))
    done = [answer.json()["available"] for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 409}
    [left] = tester.get("/v1/stock", params={"sku_ids[]": sku["id"]}).json()["data"]
    assert left["available"] in done


def test_a_clock_advanced_by_many_goes_as_far_as_all_of_them_together(platform, merchant, tester):
    def advance(_):
        with platform.client(merchant["api_key_test"]) as opened:
            return opened.post("/v1/test_helpers/clock/advance", json={"seconds": 60})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(advance, range(8)))
    done = [answer for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert done
    for _ in range(6):  # whichever process answers
        assert tester.get("/v1/test_helpers/clock").json()["seconds_ahead"] == 60 * len(done)
