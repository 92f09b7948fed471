"""Events to receivers of the worst kind, while dispatchers are killed and Valkey forgets everything: each arrives, hardly one twice."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import valkey

from platform_core.kernel.ids import parse_public_id
from platform_core.runtime.processes import facts_of
from tests.faults.bad_receivers import BadReceiver, NoTls
from tests.live import make_sku
from webhooks.locks import DISPATCH

SEED = 20261127
DISPATCHES = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted"
LEFT = "SELECT count(*) FROM webhooks_delivery WHERE tenant_role = %s AND status <> 'succeeded'"
# What waits for its next attempt (minutes, after the second) has it now, as "send again" in the back office does.
HURRY = "UPDATE webhooks_delivery SET due_at = now() WHERE tenant_role = %s AND status = 'failed' AND due_at > now()"


class Killer(threading.Thread):
    """kill -9 of whoever dispatches, at that moment; now and then of the whole worker."""

    def __init__(self, platform, database, kills):
        super().__init__(daemon=True)
        self.platform, self.database, self.wanted = platform, database, kills
        self.random, self.over = random.Random(SEED), threading.Event()
        self.kills = self.flushes = 0

    def run(self):
        with psycopg.connect(self.database, autocommit=True) as connection:
            while self.kills < self.wanted and not self.over.wait(self.random.uniform(0.3, 1.5)):
                if not connection.execute(DISPATCHES, [DISPATCH]).fetchone()[0]:
                    continue
                self.kills += self._kill()
                if self.flushes < 3 * self.kills // self.wanted:
                    valkey.Valkey.from_url(self.platform.state()["redis_url"]).flushall()
                    self.flushes += 1

    def _kill(self):
        if self.kills % 10 == 4:
            return self.platform.kill("worker")
        worker = self.platform.children().get("worker")
        children = [pid for pid in _children(worker) if pid] if worker else []
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        return bool(children)


def _children(parent):
    for name in os.listdir("/proc"):
        facts = facts_of(int(name)) if name.isdigit() else None
        if facts and int(facts[1]) == parent:
            yield int(name)


@pytest.fixture
def receivers():
    bad, broken = BadReceiver(), NoTls()
    yield bad, broken
    bad.stop()
    broken.stop()


def test_every_event_arrives_and_hardly_one_twice_whatever_receivers_do_and_whoever_is_killed(
    platform, receivers, request, capsys
):
    long = request.config.getoption("--long")
    events, kills = (10_000, 50) if long else (300, 5)
    bad, broken = receivers
    database = platform.state()["database_url"]
    key = platform.create_merchant("storm")["api_key_live"]
    with platform.client(key) as client, psycopg.connect(database, autocommit=True) as admin:
        everything = _endpoint(client, bad.url, ["sku.*", "product.updated"])
        first = _endpoint(client, broken.url, ["product.created"])
        role = admin.execute(
            "SELECT tenant_role FROM webhooks_endpoint WHERE id = %s", [parse_public_id("we", everything)]
        ).fetchone()[0]
        skus = [make_sku(client, f"S{number}") for number in range(10)]
        killer = Killer(platform, database, kills)
        killer.start()
        # Two events each: of the SKU and of its product.
        with ThreadPoolExecutor(8) as pool:
            done = 0
            while done < events // 2 or killer.is_alive():  # a quick machine is through before the last kill
                list(pool.map(lambda number: _change(platform, key, skus, number), range(done, done + 50)))
                done += 50
        assert client.patch(f"/v1/webhook_endpoints/{first}", json={"url": bad.url}).status_code == 200
        _wait_until_delivered(admin, role, patience=3_000 if long else 240, hurry=not long)
        made = admin.execute(
            "SELECT object_id, sequence, type FROM events_event WHERE tenant_role = %s"
            " AND split_part(type, '.', 1) IN ('sku', 'product')",
            [role],
        ).fetchall()
    twice = sum(count - 1 for count in bad.taken.values())
    with capsys.disabled():
        print(
            f"\n{len(made)} events, {killer.kills} kills, {killer.flushes} FLUSHALL, faults {dict(bad.faults)},"
            f" TLS {broken.calls}: {len(bad.taken)} arrived, {twice} twice"
        )
    assert len(made) >= events
    assert len(bad.taken) == len(made), "lost"
    for object_id in {row[0] for row in made}:
        assert bad.numbers[object_id] == {number for about, number, _ in made if about == object_id}, "a gap"
    # No kill repeats more than was under way, at most 8 of each endpoint; and of 10,000 hardly any.
    assert twice <= (len(made) // 100 if long else 2 * 8 * kills)
    assert (killer.kills, killer.flushes) == (kills, 3)
    assert min(bad.faults.values()) > 0
    assert len(bad.faults) == 3
    assert broken.calls > 0


def _endpoint(client, url, types):
    body = {"url": url, "event_types": types, "timeout_seconds": 2}
    answer = client.post("/v1/webhook_endpoints", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def _change(platform, key, skus, number):
    sku, deadline = skus[number % len(skus)], time.monotonic() + 120
    while True:
        with platform.client(key) as client:
            answer = client.patch(f"/v1/skus/{sku}", json={"price": 1_000 + number})
        if answer.status_code == 200:
            return
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.2)


def _wait_until_delivered(admin, role, *, patience, hurry):
    deadline = time.monotonic() + patience
    outbox = "SELECT count(*) FROM events_outboxentry WHERE tenant_role = %s"
    while admin.execute(LEFT, [role]).fetchone()[0] or admin.execute(outbox, [role]).fetchone()[0]:
        assert time.monotonic() < deadline, admin.execute(
            "SELECT status, attempts, count(*), min(due_at) FROM webhooks_delivery WHERE tenant_role = %s GROUP BY 1, 2",
            [role],
        ).fetchall()
        if hurry:
            admin.execute(HURRY, [role])
        time.sleep(1)
