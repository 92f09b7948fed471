"""kill -9 of web, worker and PostgreSQL while codes are issued: nothing twice, nothing lost, every retry the same answer."""

from __future__ import annotations

import logging
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from tests.live import available, import_codes, make_sku, read_codes, running_platform

logging.getLogger("httpx").setLevel(logging.WARNING)
VICTIMS = ("web", "worker", "postgres", "web", "valkey")


class Killer(threading.Thread):
    """Kills something every so often until told to stop."""

    def __init__(self, platform, seed):
        super().__init__(daemon=True)
        self.platform, self.random = platform, random.Random(seed)
        self.over, self.kills = threading.Event(), []

    def run(self):
        bag = []
        while not self.over.wait(self.random.uniform(1.0, 3.0)):
            bag = bag or self.random.sample(VICTIMS, len(VICTIMS))  # each in its turn, in any order
            victims = [bag.pop() for _ in range(min(len(bag), self.random.choice([1, 1, 1, 2])))]
            self.kills += [victim for victim in victims if self.platform.kill(victim)]
            # However slow the machine: something is killed while the platform works, not while it still comes back.
            while not self.platform.is_ready() and not self.over.wait(0.2):
                pass


def issue(platform, key, sku, number, deadline):
    """Issue one order, retrying the same request until the answer is final. Returns the issuance and the attempts."""
    body = {"external_id": f"K-{number}", "lines": [{"sku": sku, "quantity": 1 + number % 3}]}
    attempts = 0
    while time.monotonic() < deadline:
        attempts += 1
        try:
            with platform.client(key, timeout=10) as client:
                answer = client.post("/v1/issuances", json=body, headers={"Idempotency-Key": f"k-{number}"})
        except httpx.HTTPError:
            time.sleep(0.2)
            continue
        if answer.status_code == 201:
            return answer.json(), attempts
        # Nothing but "try again" is an honest answer here: there is stock for all.
        assert answer.status_code in {409, 500, 503}, answer.text
        if answer.status_code == 409:
            assert answer.json()["code"] in {"idempotency_in_progress", "lock_timeout"}, answer.text
        time.sleep(0.2)
    raise AssertionError(f"order {number} never got an answer")


@pytest.fixture
def platform():
    with running_platform("--no-demo") as running:
        yield running


def test_every_code_is_issued_once_and_every_retry_gets_the_same_when_everything_is_killed(platform, request):
    orders = 20_000 if request.config.getoption("--long") else 900
    merchant = platform.create_merchant("killed", "--with-supplier", "Supplier")
    key = merchant["api_key_live"]
    with platform.client(key) as client:
        sku = make_sku(client, "KILL")
        wanted = sum(1 + number % 3 for number in range(orders))
        stock = [f"KILL-{number:08d}" for number in range(wanted + 500)]
        assert import_codes(client, sku, merchant["supplier_id"], stock)["result"]["accepted"] == len(stock)

    killer = Killer(platform, seed=20261124)
    killer.start()
    deadline = time.monotonic() + (3_000 if orders > 1_000 else 480)
    try:
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda number: issue(platform, key, sku, number, deadline), range(orders)))
    finally:
        killer.over.set()
        killer.join()
    assert set(killer.kills) == set(VICTIMS), killer.kills
    patience = time.monotonic() + 60
    while not platform.is_ready():
        assert time.monotonic() < patience
        time.sleep(0.2)

    with platform.client(key) as client:
        again = [issue(platform, key, sku, number, time.monotonic() + 30)[0] for number in range(0, orders, 17)]
        assert [issuance["id"] for issuance in again] == [results[number][0]["id"] for number in range(0, orders, 17)]
        codes = [code for issuance, _ in results for code in read_codes(client, issuance["id"])]
        assert len(codes) == wanted
        assert len(set(codes)) == wanted, "a code was issued twice"
        assert set(codes) <= set(stock)
        assert available(client, sku) == len(stock) - wanted
    print(f"seed 20261124: {orders} orders, {wanted} codes, kills {len(killer.kills)}: {sorted(killer.kills)}")
    _books_agree(platform)


def _books_agree(platform):
    """What was booked as sold is what was issued, each once; and every issuance has its event."""
    with psycopg.connect(platform.state()["database_url"]) as admin:
        schema = admin.execute("SELECT schema_name FROM public.tenancy_tenant WHERE slug = 'killed'").fetchone()[0]
        issued, booked, events = admin.execute(
            f"SELECT (SELECT count(*) FROM {schema}.issuance_issuance),"
            f" (SELECT count(DISTINCT subject_id) FROM {schema}.finance_ledgertransfer WHERE kind = 1),"
            " (SELECT count(*) FROM public.events_event WHERE type = 'issuance.completed')"
        ).fetchone()
    assert issued == booked == events
