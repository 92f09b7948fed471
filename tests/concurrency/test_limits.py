"""Limits over real HTTP, in all web processes at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.live import available, import_codes, make_sku

PAUSE = 1.2  # until every bucket is full again


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("limited", "--with-supplier", "Supplier", "--plan", "default")


@pytest.fixture(scope="module")
def sku(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        made = make_sku(client, "LIMITED")
        import_codes(client, made, merchant["supplier_id"], [f"LIM-{number:06d}" for number in range(500)])
    return made


def at_once(platform, key, requests):
    """All requests in the same moment, each over a connection of its own; answers and seconds."""
    gate = threading.Barrier(len(requests))

    def one(request):
        with platform.client(key) as client:
            client.get("/v1/meta")
            gate.wait()
            return client.request(*request[:2], json=request[2])

    begun = time.monotonic()
    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(one, requests)), time.monotonic() - begun


def issues(sku, label, count):
    return [
        ("POST", "/v1/issuances", {"external_id": f"{label}-{number}", "lines": [{"sku": sku, "quantity": 1}]})
        for number in range(count)
    ]


def test_what_is_issued_at_once_is_a_burst_and_the_rest_is_told_to_wait(platform, merchant, sku):
    with platform.client(merchant["api_key_live"]) as client:
        time.sleep(PAUSE)
        before = available(client, sku)
        wanted = issues(sku, "STORM", 50)
        answers, took = at_once(platform, merchant["api_key_live"], wanted)
        issued = Counter(answer.status_code for answer in answers)
        assert issued[201] + issued[429] == 50
        assert 25 <= issued[201] <= 25 + 25 * took + 1
        assert available(client, sku) == before - issued[201]
        time.sleep(1)
        for answer, (method, path, body) in zip(answers, wanted, strict=True):
            assert answer.headers["RateLimit-Policy"] == '"write";q=25;w=1'
            if answer.status_code == 429:
                assert (answer.json()["code"], answer.json()["outcome"]) == ("rate_limited", "not_executed")
                assert answer.headers["Retry-After"] == "1"
                assert client.request(method, path, json=body).status_code in {201, 429}


def test_all_processes_together_let_through_what_the_bucket_holds(platform, merchant):
    time.sleep(PAUSE)
    looks = [("GET", f"/v1/issuances/iss_{number}/codes", None) for number in range(60)]
    answers, took = at_once(platform, merchant["api_key_live"], looks)
    found = Counter(answer.status_code for answer in answers)
    assert found[404] + found[429] == 60
    assert 10 <= found[404] <= 10 + 10 * took + 1


def test_a_storm_of_one_merchant_leaves_another_and_its_own_test_mode_alone(platform, merchant, sku):
    quiet = platform.create_merchant("unlimited")
    with platform.client(merchant["api_key_test"]) as client:
        assert client.get("/v1/ping").json()["rate_limits"]["write"] == 25  # and the twin is made
    over = threading.Event()

    def rage(number):
        with platform.client(merchant["api_key_live"]) as client:
            found = Counter()
            while not over.is_set():
                body = {"external_id": f"R-{number}-{found.total()}", "lines": [{"sku": sku, "quantity": 1}]}
                found[client.post("/v1/issuances", json=body).status_code] += 1
            return found

    with ThreadPoolExecutor(4) as pool:
        raging = [pool.submit(rage, number) for number in range(4)]
        time.sleep(0.3)
        try:
            with platform.client(quiet["api_key_live"]) as other, platform.client(merchant["api_key_test"]) as test:
                for _ in range(20):
                    assert other.delete("/v1/reservations/res_x").status_code == 404
                assert "ratelimit" not in other.get("/v1/ping").headers
                assert test.delete("/v1/reservations/res_x").status_code == 404
        finally:
            over.set()
        found = sum((each.result() for each in raging), Counter())
    assert set(found) <= {201, 429}
    assert found[201] > 0


def test_requests_go_on_when_valkey_is_killed_and_are_limited_again_when_it_is_back(platform, merchant):
    time.sleep(PAUSE)
    with platform.client(merchant["api_key_live"]) as client:
        assert "ratelimit" in client.get("/v1/ping").headers
        assert platform.kill("valkey")
        begun = time.monotonic()
        answers = [client.delete("/v1/reservations/res_x") for _ in range(40)]
        assert {answer.status_code for answer in answers} <= {404, 429}  # 429 once it is up again
        assert time.monotonic() - begun < 10
        deadline = time.monotonic() + 30
        while "ratelimit" not in client.get("/v1/ping").headers:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        looks = [("GET", "/v1/issuances/iss_x/codes", None)] * 60
        answers, took = at_once(platform, merchant["api_key_live"], looks)
        assert sum(answer.status_code == 404 for answer in answers) <= 10 + 10 * took + 1
