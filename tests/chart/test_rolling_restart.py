"""A new release comes in while buyers and systems go on: no request is dropped, no job is lost or done twice."""

from __future__ import annotations

import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import psycopg
import pytest

from platform_core.runtime.embedded_postgres import EmbeddedPostgres
from platform_core.runtime.embedded_valkey import EmbeddedValkey
from testbed.up import clean_environment, manage
from tests.chart.standin import Balancer, Pod
from tests.chart.tools import pods, render
from tests.live import available, copy_prepared, import_codes, make_sku, open_folder, read_codes

HOST = "kaquan.localhost"
BUYERS = 4
READY = "/readyz?without=worker"


@pytest.fixture(scope="module")
def services():
    """What the pods are told of a database with one merchant, and a broker, that stand outside of them."""
    folder = open_folder()
    copy_prepared(folder / "data")
    with (
        EmbeddedPostgres(folder / "data" / "postgres") as postgres,
        EmbeddedValkey(folder / "data" / "valkey") as valkey,
    ):
        yield {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "KAQUAN_DATA_DIR": str(folder / "data"),
            "KAQUAN_ENVIRONMENT": "local",
            "KAQUAN_BILLING": "off",
        }


@pytest.fixture
def cluster(services, tmp_path):
    """Starts pods of the chart; none outlives the test."""
    made, started = pods(render("cnpg", "--set", f"host={HOST}")), []

    def start(component):
        log = tmp_path / f"{component}-{len(started)}.log"
        started.append(Pod(component, made[component], services, log))
        return started[-1]

    yield start
    for pod in started:
        pod.kill()


@pytest.fixture(scope="module")
def merchant(services):
    named = ("--name", "Rolling", "--slug", "rolling", "--email", "rolling@example.com", "--with-supplier", "Supplier")
    made = manage("create_merchant", *named, "--json", env=clean_environment(**services))
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def heard(pod):
    return pod.log.with_name(f"{pod.log.name}.alive").exists()


class Traffic:
    """Systems that issue and visitors that look, each on connections that it keeps, until told to stop."""

    def __init__(self, balancer, key, sku):
        self.balancer, self.key, self.sku, self.name = balancer, key, sku, uuid.uuid4().hex[:8]
        self.over, self.issued, self.seen, self.failed, self.slowest = threading.Event(), [], [], [], 0.0

    def run(self, number):
        with httpx.Client(trust_env=False, timeout=30) as client:
            for count in range(100_000):
                if self.over.is_set():
                    return
                self._ask(client, f"{self.name}-{number}-{count}")
                time.sleep(0.02)

    def _ask(self, client, name):
        begun, port = time.monotonic(), self.balancer.choose()
        address = f"http://127.0.0.1:{port}"
        try:
            issued = client.post(
                f"{address}/v1/issuances",
                json={"external_id": name, "lines": [{"sku": self.sku, "quantity": 2}]},
                headers={"Host": f"api.{HOST}", "Authorization": f"Bearer {self.key}", "Idempotency-Key": name},
            )
            page = client.get(f"{address}/", headers={"Host": f"rolling.{HOST}"})
        except httpx.HTTPError as error:
            self.failed.append((name, port, repr(error)))
            return
        self.slowest = max(self.slowest, time.monotonic() - begun)
        (self.issued if issued.status_code == 201 else self.failed).append(issued.json())
        (self.seen if page.status_code == 200 else self.failed).append((name, page.status_code))


@pytest.fixture
def api(merchant):
    """A client of the API at one of the pods."""

    def client(pod):
        return httpx.Client(
            base_url=f"http://127.0.0.1:{pod.port}",
            headers={"Host": f"api.{HOST}", "Authorization": f"Bearer {merchant['api_key_live']}"},
            trust_env=False,
            timeout=30,
        )

    return client


@contextmanager
def traffic_on(balancer, key, sku):
    """Buyers who go on for as long as the block lasts."""
    traffic = Traffic(balancer, key, sku)
    with ThreadPoolExecutor(BUYERS) as pool:
        running = [pool.submit(traffic.run, number) for number in range(BUYERS)]
        try:
            yield traffic
        finally:
            traffic.over.set()
        for each in running:
            each.result()


def face(cluster, balancer):
    """A web server that clients are led to."""
    new = cluster("web")
    new.wait(lambda pod: pod.answers(READY))
    balancer.add(new)
    return new


def replace(cluster, balancer, old):
    """The new one, as a deployment does it: it is ready before the old one goes; and how long the old one took to end."""
    new = face(cluster, balancer)
    balancer.leave(old)
    return new, old.end()


def stocked(client, merchant, label, many):
    """A SKU with so many codes."""
    sku = make_sku(client, label)
    stock = [f"{label}-{number:08d}" for number in range(many)]
    assert import_codes(client, sku, merchant["supplier_id"], stock)["result"]["accepted"] == many
    return sku


def _goes_at_once(balancer, pod, key, sku):
    """What clients lose who are still led to one that is gone."""
    pod.lingers = 0.0
    with traffic_on(balancer, key, sku) as traffic:
        while not traffic.issued:
            time.sleep(0.05)
        balancer.leave(pod)
        pod.end()
        time.sleep(Balancer.HEARS_AFTER)
    return traffic.failed


def test_a_rolling_restart_under_load_drops_no_request_and_loses_no_job(
    cluster, services, merchant, api, capsys, request
):
    balancer = Balancer()
    faces = [face(cluster, balancer), face(cluster, balancer)]
    workers = [cluster("worker-jobs"), cluster("worker-webhooks")]
    cluster("beat")
    for worker in workers:
        worker.wait(heard)
    if not request.config.getoption("--long"):
        for each in faces:
            each.lingers = 3.0  # instead of ten: longer than the balancer takes to hear
    with api(faces[0]) as client:
        sku = stocked(client, merchant, "ROLL", 40_000)
    took = []
    with traffic_on(balancer, merchant["api_key_live"], sku) as traffic:
        for number, old in enumerate(faces):
            before = len(traffic.issued)
            faces[number], ended = replace(cluster, balancer, old)
            took.append(ended)
            assert len(traffic.issued) > before, "nothing was asked for meanwhile"
        for old in workers:
            cluster(old.component).wait(heard)
            took.append(old.end())
    assert traffic.failed == []
    with api(faces[0]) as client:
        codes = [code for issuance in traffic.issued[::7] for code in read_codes(client, issuance["id"])]
        assert len(set(codes)) == len(codes) == 2 * len(traffic.issued[::7])
        assert available(client, sku) == 40_000 - 2 * len(traffic.issued)
    with psycopg.connect(services["DATABASE_URL"]) as admin:
        leases = admin.execute(
            "SELECT count(*) FROM events_job WHERE done_at IS NULL AND leased_until > now()"
        ).fetchone()
        failed = admin.execute("SELECT count(*) FROM events_job WHERE failed_at IS NOT NULL OR attempts > 1").fetchone()
    assert (leases, failed) == ((0,), (0,))
    assert _goes_at_once(balancer, faces[1], merchant["api_key_live"], sku), (
        "the control: who does not linger drops requests"
    )
    with capsys.disabled():
        print(
            f"\n{len(traffic.issued)} issues, {len(traffic.seen)} pages while 4 processes were replaced; slowest {traffic.slowest:.2f} s; "
            f"they ended in {', '.join(f'{each:.1f}' for each in took)} s"
        )
