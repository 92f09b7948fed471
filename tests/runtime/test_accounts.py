"""Who runs it: root in a home that nobody else may enter, or an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from platform_core.runtime import account
from platform_core.runtime.embedded_postgres import EmbeddedPostgres
from tests.runtime.stack import bare_environment, processes_of

SITE = str(Path(psycopg.__file__).parent.parent)
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def user():
    """An ordinary account of this machine, for one test."""
    name = f"kqtest{os.getpid()}"
    made = subprocess.run(
        ["useradd", "--no-create-home", "--shell", "/bin/false", name], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no user can be made here: {made.stderr.decode()}")
    yield pwd.getpwnam(name)
    subprocess.run(["userdel", name], capture_output=True, check=False)


def _python_for(identity: dict[str, Any], copy: Path) -> str:
    """An interpreter that the account can run with our packages: this one, else a copy of it."""
    environment = bare_environment(PYTHONPATH=SITE, LD_LIBRARY_PATH=str(copy / "lib"))
    program = Path(sys.executable).resolve()
    for candidate in (Path(sys.executable), copy / "bin" / program.name):
        if candidate.is_relative_to(copy):
            _copy_python(program, copy)
        try:
            tried = subprocess.run(
                [str(candidate), "-c", "import django, redis, granian, celery"],
                capture_output=True, check=False, env=environment, cwd="/", **identity,
            )  # fmt: skip
        except OSError:
            continue
        if tried.returncode == 0:
            return str(candidate)
    pytest.skip("no interpreter that an ordinary account can run with these packages")


def _copy_python(program: Path, copy: Path) -> None:
    library = Path(os.__file__).parent
    for folder in ("bin", "lib"):
        (copy / folder).mkdir(parents=True)
    shutil.copy(program, copy / "bin")
    for shared in library.parent.glob("libpython*.so*"):
        shutil.copy(shared, copy / "lib")
    shutil.copytree(library, copy / "lib" / library.name, ignore=shutil.ignore_patterns("test", "site-packages"))


@only_root
def test_works_as_an_ordinary_user(make_up, user, runtime_folder):
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    home = runtime_folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, user.pw_uid, user.pw_gid)
    python = runtime_folder / "python"
    settings = {"PYTHONPATH": SITE, "LD_LIBRARY_PATH": str(python / "lib"), "HOME": str(home)}
    running = make_up("home/data", "--no-demo", env=settings, **identity)
    running.python = _python_for(identity, python)
    running.start()
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in processes_of(running.data_dir)}
    assert owners == {user.pw_uid}
    assert running.ping(running.create_merchant("ordinary")["api_key_live"]).status_code == 200
    assert running.stop() == 0
    assert processes_of(running.data_dir) == {}


@only_root
def test_works_as_root_when_neither_data_nor_packages_can_be_entered_by_others(make_up, runtime_folder):
    home = runtime_folder / "root"
    home.mkdir(mode=0o700)
    (home / "site").symlink_to(SITE)
    before = set(Path("/var/tmp").glob("kaquan-*"))
    running = make_up("root/data", "--no-demo", env={"PYTHONPATH": str(home / "site")})
    try:
        running.start()
        assert running.ping(running.create_merchant("hidden")["api_key_live"]).status_code == 200
        with psycopg.connect(running.state()["database_url"]) as admin:
            assert admin.execute("SHOW data_directory").fetchone()[0].startswith("/var/tmp/kaquan-postgres-")
            sockets = Path(admin.execute("SHOW unix_socket_directories").fetchone()[0])
        assert len(set(Path("/var/tmp").glob("kaquan-*")) - before) <= 4, "PostgreSQL, Valkey, the programs of each"
        assert str(sockets).startswith("/var/tmp/kaquan-postgres-")
        assert home.stat().st_mode & 0o777 == 0o700
        assert running.stop() == 0
        assert processes_of(running.data_dir) == {}
    finally:
        running.discard()
        for made in set(Path("/var/tmp").glob("kaquan-*")) - before:
            shutil.rmtree(made)


@only_root
def test_deleted_data_folder_does_not_find_its_old_database_again(runtime_folder):
    closed = runtime_folder / "closed"
    closed.mkdir(mode=0o700)
    places = []
    for data in ("data", "data", "other"):
        with EmbeddedPostgres(closed / data / "postgres") as server:
            with psycopg.connect(server.url) as admin:
                assert admin.execute("SELECT to_regclass('kept')").fetchone()[0] is None
                admin.execute("CREATE TABLE kept ()")
        with EmbeddedPostgres(closed / data / "postgres") as server, psycopg.connect(server.url) as admin:
            assert admin.execute("SELECT to_regclass('kept')").fetchone()[0] == "kept"
        places.append((closed / data / "postgres").resolve())
        shutil.rmtree(closed / data)
    assert len(set(places)) == 3
    for place in places:
        shutil.rmtree(place)


@only_root
def test_copy_of_programs_holds_every_part_that_was_asked_for(runtime_folder):
    closed = runtime_folder / "programs"
    closed.mkdir(mode=0o700)
    for part in ("one", "two"):
        (closed / part).mkdir()
        (closed / part / "program").write_text(part)
    copies = [account.reachable_binaries(closed, (part,)) for part in ("one", "two")]
    try:
        assert [(copy / part / "program").read_text() for copy, part in zip(copies, ("one", "two"), strict=True)] == [
            "one",
            "two",
        ]
        os.utime(closed / "one", (1, 1))  # as a newer version of the package would
        copies.append(account.reachable_binaries(closed, ("one",)))
        assert copies[2] != copies[0]
    finally:
        for copy in copies:
            shutil.rmtree(copy, ignore_errors=True)


def test_folder_of_somebody_else_is_refused(runtime_folder):
    victim = runtime_folder / "victim"
    victim.mkdir(mode=0o755)
    (runtime_folder / "planted").symlink_to(victim)
    with pytest.raises(RuntimeError, match="somebody else"):
        account.own_folder(runtime_folder / "planted", account.server_account())
    assert victim.stat().st_mode & 0o777 == 0o755
    assert victim.stat().st_uid == os.geteuid()
