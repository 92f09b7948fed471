"""``up`` with nothing set: what it prints is true, and what it promises answers."""

from __future__ import annotations

import json
import re
import subprocess
import time
import tomllib
from pathlib import Path

import httpx
import psycopg
import pytest
import redis

from testbed.up import ROOT
from tests.runtime.stack import bare_environment, processes_of

LOGIN = re.compile(r"(\w+@kaquan\.localhost)  /  (demo-[0-9a-f]{6}-[0-9a-f]{6})")


def test_everything_is_embedded_and_running_when_nothing_is_set(demo_up):
    with psycopg.connect(demo_up.state()["database_url"]) as admin:
        assert admin.info.server_version // 10_000 == 18
        assert admin.info.host == str(demo_up.data_dir / "postgres" / "run")
    assert redis.Redis.from_url(demo_up.state()["redis_url"]).info("server")["server_name"] == "valkey"
    assert set(demo_up.children()) == {"postgres", "valkey", "worker", "beat", "web"}
    assert set(demo_up.children().values()) <= set(processes_of(demo_up.data_dir))


def test_beat_wakes_the_worker_every_few_seconds_and_has_loaded_nothing_of_ours(demo_up):
    log, deadline = demo_up.data_dir / "logs" / "worker.log", time.monotonic() + 20
    while log.read_text().count("tenancy.tasks.tick[") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    maps = Path(f"/proc/{demo_up.children()['beat']}/maps").read_text()
    assert "psycopg" not in maps, "it needs no database"


def test_one_table_names_every_address(demo_up):
    printed = demo_up.printed()
    assert printed.count("┌") == 1
    for address in (
        "kaquan.localhost",
        "demo.kaquan.localhost",
        "game.kaquan.localhost",
        "cafe.kaquan.localhost",
        "api.kaquan.localhost",
    ):
        assert f"http://{address}:{demo_up.port}" in printed
    assert re.search(r"kq_live_\w+", printed)
    assert re.search(r"kq_test_\w+", printed)


def test_printed_curl_line_works_when_pasted_into_a_shell(demo_up):
    line = next(line for line in demo_up.printed().splitlines() if "curl " in line)
    command = line[line.index("curl ") :]
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=bare_environment())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["store"] == "demo"


def test_printed_keys_say_whether_they_are_live(demo_up):
    for mode in ("live", "test"):
        key = re.search(rf"kq_{mode}_\w+", demo_up.printed()).group()
        assert demo_up.ping(key).json()["livemode"] is (mode == "live")


def test_printed_log_ins_open_the_platform(demo_up):
    logins = LOGIN.findall(demo_up.printed())
    assert {email.partition("@")[0] for email, _ in logins} == {"demo", "game", "cafe", "staff"}
    for email, password in logins:
        assert _log_in(demo_up, email, password).status_code == 302, email
    assert _log_in(demo_up, logins[0][0], "demo-000000-000000").status_code != 302


def _log_in(running, email: str, password: str) -> httpx.Response:
    headers = {"Host": f"kaquan.localhost:{running.port}", "Origin": f"http://kaquan.localhost:{running.port}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{running.port}", headers=headers, trust_env=False) as browser:
        page = browser.get("/login", timeout=20)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text).group(1)
        form = {"csrfmiddlewaretoken": token, "username": email, "password": password}
        return browser.post("/login", data=form, timeout=20)


@pytest.mark.parametrize("slug", ["demo", "game", "cafe"])
def test_shop_home_shows_its_products(demo_up, slug):
    home = demo_up.get(slug, "/")
    assert home.status_code == 200
    catalogue = tomllib.loads((ROOT / "tenants/demo/catalogue" / f"{slug}.toml").read_text())
    assert catalogue["name"] in home.text
    missing = [entry["name"] for entry in catalogue["product"] if entry["name"] not in home.text]
    assert not missing


@pytest.mark.parametrize("slug", ["", "api", "demo"])
def test_probes_answer_200_on_every_face(demo_up, slug):
    assert demo_up.get(slug, "/livez").status_code == 200
    answer = demo_up.get(slug, "/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "broker": "ok", "worker": "ok"}


def test_shop_is_complete_at_the_first_moment_that_readyz_says_200(demo_up):
    assert demo_up.answers[-1] == 200
    assert set(demo_up.answers[:-1]) <= {None, 503}
    assert None in demo_up.answers, "it was asked before there was anything to answer"
    assert "爱奇艺会员" in demo_up.page_when_ready


def test_secrets_on_the_disk_are_readable_by_their_owner_only(demo_up):
    for name in ("runtime.json", "demo.json", "secret.key", "keystore/master.key"):
        assert (demo_up.data_dir / name).stat().st_mode & 0o077 == 0, name
    for name in ("postgres", "valkey", "mails"):
        assert (demo_up.data_dir / name).stat().st_mode & 0o077 == 0, name
