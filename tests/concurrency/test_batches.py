"""A large batch over real processes: seconds, flat memory; kill -9 of the worker in the middle issues nothing twice."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from benchmarks.processes import tree
from tests.live import available, import_codes, make_sku, read_codes


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("batches", "--with-supplier", "Supplier")


@pytest.fixture
def client(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        yield client


def shelf(client, merchant, label, count):
    sku = make_sku(client, label)
    stock = [f"{label}-{number:06d}" for number in range(count)]
    assert import_codes(client, sku, merchant["supplier_id"], stock)["status"] == "succeeded"
    return sku


def send(client, sku, name, count, quantity):
    lines = [{"sku": sku, "quantity": quantity}]
    issuances = [{"external_id": f"{name}-{number}", "lines": lines} for number in range(count)]
    answer = client.post("/v1/issuance_batches", json={"issuances": issuances}, headers={"Idempotency-Key": name})
    assert answer.status_code == 202, answer.text
    return answer.json()


def reload(client, batch):
    return client.get(f"/v1/issuance_batches/{batch['id']}").json()


def memory(platform):
    """MB of the largest process of the worker."""
    pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in tree(platform.children()["worker"]))
    return max(pages) * resource.getpagesize() / 2**20


def wait(client, batch, watch=lambda: 0.0):
    """Until it is over: seconds, and the most that was seen of what is watched."""
    began, most = time.monotonic(), 0.0
    while time.monotonic() < began + 120:
        most = max(most, watch())
        if reload(client, batch)["status"] == "completed":
            return time.monotonic() - began, most
        time.sleep(0.2)
    raise AssertionError(reload(client, batch))


def test_a_thousand_issuances_take_seconds_and_no_memory(platform, merchant, client):
    sku = shelf(client, merchant, "MANY", 10_100)
    wait(client, send(client, sku, "WARM", 100, 1))
    before = memory(platform)
    took, most = wait(client, send(client, sku, "MANY", 1_000, 10), lambda: memory(platform))
    print(f"1,000 issuances of 10 in {took:.1f} s; RSS {before:.0f} -> {most:.0f} MB")
    assert took < 60
    assert most - before < 30
    assert available(client, sku) == 0


def test_a_batch_whose_worker_is_killed_goes_on_and_issues_everything_once(platform, merchant, client):
    sku = shelf(client, merchant, "KILL", 2_000)
    batch = send(client, sku, "KILL", 400, 5)
    while (now := reload(client, batch))["counts"]["succeeded"] < 50:
        time.sleep(0.01)
    assert now["status"] == "processing"
    assert platform.kill("worker")
    platform.end_leases()
    assert reload(client, batch)["counts"]["pending"] > 0
    wait(client, batch)
    assert reload(client, batch)["counts"] == {
        "total": 400,
        "pending": 0,
        "succeeded": 400,
        "failed": 0,
        "skipped": 0,
    }
    issued, cursor = [], None
    while cursor or not issued:
        page = client.get(batch["items_url"], params={"limit": "100", **({"cursor": cursor} if cursor else {})}).json()
        issued += [item["issuance"] for item in page["data"]]
        cursor = page["next_cursor"]
    assert len(set(issued)) == 400
    codes = [code for issuance in issued[::10] for code in read_codes(client, issuance)]
    assert len(codes) == len(set(codes)) == 200
    assert available(client, sku) == 0
