"""What stops ``up`` before it starts: one clear line, a status that is not 0, and nothing left running."""

from __future__ import annotations

import os
import socket

import pytest

from testbed.up import free_port
from tests.runtime.stack import manage, processes_of


def _refused(data_dir, *options: str) -> str:
    """Run an ``up`` that must refuse; what it complained about."""
    done = manage("up", "--data-dir", str(data_dir), *options)
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_names_the_port_when_it_is_taken(runtime_folder):
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]
        complaint = _refused(runtime_folder / "taken", "--port", str(port))
    assert len(complaint.splitlines()) == 1
    assert f"port {port} is taken" in complaint
    assert processes_of(runtime_folder / "taken") == {}


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_refuses_a_port_that_is_none(runtime_folder, port):
    assert "--port" in _refused(runtime_folder / "noport", "--port", port)
    assert not (runtime_folder / "noport").exists()


def test_refuses_an_address_that_is_not_of_this_machine(runtime_folder):
    complaint = _refused(runtime_folder / "address", "--host", "192.0.2.1", "--port", str(free_port()))
    assert len(complaint.splitlines()) == 1
    assert "192.0.2.1" in complaint
    assert processes_of(runtime_folder / "address") == {}


def test_refuses_a_data_folder_that_is_a_file(runtime_folder):
    (runtime_folder / "file").write_text("mine")
    complaint = _refused(runtime_folder / "file", "--port", str(free_port()))
    assert len(complaint.splitlines()) == 1
    assert (runtime_folder / "file").read_text() == "mine"


def test_second_up_on_the_same_folder_is_refused_and_the_first_unharmed(demo_up):
    before, children = demo_up.state(), demo_up.children()
    complaint = _refused(demo_up.data_dir, "--port", str(free_port()))
    assert len(complaint.splitlines()) == 1
    assert "another `up` is running" in complaint
    assert (demo_up.state(), demo_up.children()) == (before, children)
    assert all(os.path.exists(f"/proc/{pid}") for pid in children.values())
    assert demo_up.get("demo", "/").status_code == 200


def test_names_the_reason_when_the_given_database_cannot_be_reached(runtime_folder, make_up):
    port = free_port()
    running = make_up("unreachable", "--no-demo", env={"DATABASE_URL": f"postgresql://u:p@127.0.0.1:{port}/x"})
    running.begin()
    assert running.process.wait(60) != 0
    assert "preparing the database failed" in running.printed().splitlines()[-1]
    assert str(port) in running.printed().splitlines()[-1]
    assert "Traceback" not in running.printed()
    assert processes_of(running.data_dir) == {}
