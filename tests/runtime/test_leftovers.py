"""What a later ``up`` may end: exactly what an earlier one of the same folder started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from platform_core.runtime.embedded_postgres import EmbeddedPostgres
from platform_core.runtime.state import AlreadyRunning, clear_state, end_leftovers, lock_folder, note_child, write_state

SLEEP = ["sleep", "600"]


@pytest.fixture
def start():
    """Start a process in a session of its own; it does not survive the test."""
    started = []

    def begin(arguments=SLEEP, **env):
        started.append(subprocess.Popen(arguments, start_new_session=True, env={**os.environ, **env}, stdout=-1))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_ends_the_child_that_was_noted(tmp_path, start):
    child = start()
    note_child(tmp_path, "worker", child.pid)
    assert end_leftovers(tmp_path) == ["worker"]
    assert child.wait(5) != 0
    assert list((tmp_path / "run").iterdir()) == []


def test_spares_a_stranger_that_got_the_number_of_a_child(tmp_path, start):
    stranger = start(KAQUAN_DATA_DIR="/elsewhere")
    note_child(tmp_path, "web", stranger.pid)
    note = tmp_path / "run" / "web.pid"
    note.write_text(f"{stranger.pid} 1")
    assert end_leftovers(tmp_path) == []
    assert stranger.poll() is None
    assert not note.exists()


def test_ends_the_workers_of_a_child_that_is_dead(tmp_path, start):
    leave_one = "import subprocess; print(subprocess.Popen(['sleep', '600'], stdout=-3).pid, flush=True)"
    parent = start([sys.executable, "-c", leave_one], KAQUAN_DATA_DIR=str(tmp_path))
    note_child(tmp_path, "web", parent.pid)
    orphan = int(parent.stdout.readline())
    parent.wait()
    # A program that is just being loaded has no environment yet.
    deadline = time.monotonic() + 5
    while not Path(f"/proc/{orphan}/environ").read_bytes() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert end_leftovers(tmp_path) == [f"web {orphan}"]
    assert end_leftovers(tmp_path) == []


def test_does_not_wait_for_a_dead_child_that_nobody_reaped(tmp_path, start):
    child = start(["true"])
    note_child(tmp_path, "web", child.pid)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert end_leftovers(tmp_path) == []


def test_postgres_starts_when_its_killed_predecessor_was_never_reaped(runtime_folder):
    first, second = (EmbeddedPostgres(runtime_folder / "unreaped") for _ in range(2))
    first.start()
    os.kill(first.process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, first.process.pid, os.WEXITED | os.WNOWAIT)  # and its number stays taken
    try:
        with second, psycopg.connect(second.url) as admin:
            assert admin.execute("SELECT 1").fetchone() == (1,)
    finally:
        second.stop()
    assert first.process.wait() == -signal.SIGKILL


def test_forgets_a_note_that_was_cut_short(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "web.pid").write_text("")
    assert end_leftovers(tmp_path) == []
    assert list((tmp_path / "run").iterdir()) == []


def test_folder_is_held_by_one_at_a_time(tmp_path):
    with lock_folder(tmp_path):
        with pytest.raises(AlreadyRunning):
            lock_folder(tmp_path)
    lock_folder(tmp_path).close()


def test_state_is_for_its_owner_only_and_goes_with_the_services(tmp_path):
    write_state(tmp_path, database_url="secret")
    assert (tmp_path / "runtime.json").stat().st_mode & 0o777 == 0o600
    clear_state(tmp_path)
    clear_state(tmp_path)
    assert list(tmp_path.iterdir()) == []
