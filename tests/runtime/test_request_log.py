"""What the request log keeps when the web server is stopped, and when it is killed."""

from __future__ import annotations

import json
import os
import signal
import time

import psycopg

from tests.runtime.stack import WatchedUp

LATEST = 2.0  # seconds until a request is in the log


def _pings(running: WatchedUp, number: int) -> set[str]:
    secret = json.loads((running.data_dir / "demo.json").read_text())["secrets"]["demo"]["live"]
    with running.client(secret) as client:
        return {client.get("/v1/ping").headers["Request-Id"] for _ in range(number)}


def _logged(running: WatchedUp) -> int:
    with psycopg.connect(running.state()["database_url"]) as admin:
        schema = admin.execute("SELECT schema_name FROM public.tenancy_tenant WHERE slug = 'demo'").fetchone()[0]
        return admin.execute(
            f"SELECT count(*) FROM {schema}.access_requestlogentry WHERE operation = 'ping'"
        ).fetchone()[0]


def _wait_for_another(running: WatchedUp, pid: int) -> None:
    deadline = time.monotonic() + 60
    while running.children().get("web") in {None, pid} or not running.is_ready():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_nothing_is_lost_when_the_web_server_is_asked_to_stop(demo_up):
    before, web = _logged(demo_up), demo_up.children()["web"]
    asked = _pings(demo_up, 60)
    os.kill(web, signal.SIGTERM)
    _wait_for_another(demo_up, web)
    assert _logged(demo_up) - before == len(asked) == 60


def test_a_killed_web_server_loses_the_last_second_at_most(demo_up):
    before, web = _logged(demo_up), demo_up.children()["web"]
    _pings(demo_up, 20)
    time.sleep(LATEST)
    demo_up.kill("web")
    _wait_for_another(demo_up, web)
    assert _logged(demo_up) - before == 20
