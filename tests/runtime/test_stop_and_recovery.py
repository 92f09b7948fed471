"""Ctrl-C, kill -9 and starting again: nothing of ours remains, nothing of others is touched, the data is there.

The tests of this file share one data folder, in this order; each starts it when it does not run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings

from testbed.up import ROOT, clean_environment
from tests.live import import_codes, make_sku, read_codes
from tests.runtime.stack import WatchedUp, processes_of, wait_until_gone


class Shop:
    """A shop that has issued an order, and what must stay true of it for ever."""

    def __init__(self, running: WatchedUp) -> None:
        self.running = running
        merchant = running.create_merchant("lasting", "--with-supplier", "S")
        self.key = merchant["api_key_live"]
        with running.client(self.key) as client:
            self.sku = make_sku(client, "LAST")
            stock = [f"LAST-{number:04d}" for number in range(50)]
            assert import_codes(client, self.sku, merchant["supplier_id"], stock)["result"]["accepted"] == 50
        self.issued: dict[str, tuple[str, list[str]]] = {}

    def issue(self, name: str) -> tuple[str, list[str]]:
        """Issue two codes under an idempotency key."""
        body = {"external_id": name, "lines": [{"sku": self.sku, "quantity": 2}]}
        with self.running.client(self.key) as client:
            answer = client.post("/v1/issuances", json=body, headers={"Idempotency-Key": f"key-{name}"})
            assert answer.status_code == 201, answer.text
            return answer.json()["id"], read_codes(client, answer.json()["id"])

    def check(self) -> None:
        """The same requests give the same codes; a new one gives other codes."""
        for name, before in self.issued.items():
            assert self.issue(name) == before
        name = f"order-{len(self.issued)}"
        self.issued[name] = self.issue(name)
        codes = [code for _, found in self.issued.values() for code in found]
        assert len(codes) == len(set(codes)) == 2 * len(self.issued)


@pytest.fixture(scope="module")
def shop(runtime_folder) -> Iterator[Shop]:
    running = WatchedUp(runtime_folder / "lasting", "--no-demo")
    try:
        running.begin()
        running.wait_for("starting Valkey")
        running.kill_supervisor()  # whatever follows stands on what a first start left that was killed half-way
        assert wait_until_gone(running.data_dir) == {}
        running.start()
        opened = Shop(running)
        opened.check()
        yield opened
    finally:
        running.discard()


@pytest.fixture
def up(shop: Shop) -> WatchedUp:
    """The shop's ``up``, running."""
    if not shop.running.runs():
        shop.running.start()
    deadline = time.monotonic() + 60
    while not shop.running.is_ready():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return shop.running


def _bystanders() -> tuple[Any, ...]:
    """The suite's own PostgreSQL and Valkey: which run of them this is."""
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as admin:
        begun = admin.execute("SELECT pg_postmaster_start_time()").fetchone()
    return begun, redis.Redis.from_url(settings.REDIS_URL).info("server")["run_id"]


def _await_another(running: WatchedUp, name: str, old: int) -> None:
    deadline = time.monotonic() + 60
    while running.children().get(name, old) == old:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_ctrl_c_stops_all_of_ours_and_nothing_else(shop, up):
    others = _bystanders()
    stranger = subprocess.Popen(["sleep", "600"], cwd="/", start_new_session=True)
    try:
        assert len(processes_of(up.data_dir)) > 5
        assert up.stop() == 0
        assert processes_of(up.data_dir) == {}
        assert stranger.poll() is None
        assert _bystanders() == others
    finally:
        stranger.kill()
        stranger.wait()
    assert not (up.data_dir / "runtime.json").exists()
    assert list((up.data_dir / "run").glob("*.pid")) == []


def test_second_start_keeps_what_was_sold(shop, up):
    assert up.ping(shop.key).status_code == 200
    shop.check()


def test_no_demo_is_made_or_shown_without_it(shop, up):
    assert up.get("demo", "/").status_code == 404
    assert not (up.data_dir / "demo.json").exists()
    assert "kq_live_" not in up.printed()
    assert "curl" not in up.printed()


def test_nothing_of_a_killed_web_server_remains_beside_the_new_one(shop, up):
    old = up.children()["web"]
    group = {pid for pid in processes_of(up.data_dir) if os.getpgid(pid) == old}
    assert len(group) > 1, "the web server has workers"
    os.kill(old, signal.SIGKILL)  # alone: its workers would keep the port and go on with what they hold
    _await_another(up, "web", old)
    assert not group & set(processes_of(up.data_dir))


def test_a_worker_that_hears_no_messages_any_more_is_replaced(shop, up):
    deaf, services = up.children()["worker"], up.state()
    control = [sys.executable, "-m", "celery", "-A", "config.celery_app", "control", "cancel_consumer", "celery"]
    env = {"DATABASE_URL": services["database_url"], "REDIS_URL": services["redis_url"]}
    subprocess.run(control, check=True, capture_output=True, cwd=ROOT, timeout=60, env=clean_environment(**env))
    _await_another(up, "worker", deaf)
    assert "deaf: " in (up.data_dir / "logs" / "worker.log").read_text(errors="replace")
    deadline = time.monotonic() + 30
    while not up.is_ready():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    shop.check()


def test_every_acknowledged_issuance_is_there_when_everything_was_killed(shop, up):
    shop.check()
    up.kill_everything()
    assert processes_of(up.data_dir) == {}
    up.start()
    shop.check()


def test_next_start_recovers_when_supervisor_and_web_server_were_killed(shop, up):
    shop.check()
    web = up.children()["web"]
    group = {pid for pid in processes_of(up.data_dir) if os.getpgid(pid) == web}
    up.process.send_signal(signal.SIGSTOP)  # so that it cannot clear up after its web server
    os.kill(web, signal.SIGKILL)
    up.kill_supervisor()
    up.start()  # at once, while the old children are still leaving; web workers without a parent would never
    assert not group & set(processes_of(up.data_dir))
    shop.check()


def test_children_leave_by_themselves_when_the_supervisor_was_killed(shop, up):
    web = up.children()["web"]
    os.kill(web, signal.SIGKILL)
    _await_another(up, "web", web)
    up.kill_supervisor()  # while the new web server still begins, when it is deaf to what it should hear
    assert wait_until_gone(up.data_dir) == {}


def test_nothing_remains_when_ctrl_c_comes_while_it_still_prepares(make_up):
    running = make_up("early", "--no-demo")
    running.begin()
    running.wait_for("migrating public schema")
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    assert processes_of(running.data_dir) == {}
