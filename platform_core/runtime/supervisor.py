"""Keeps a set of servers running: starts them in order, restarts what dies, stops them in reverse."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from platform_core.runtime.child import end_group, spawn, stop
from platform_core.runtime.state import note_child

# A crash now and then is restarted at once; only a server that dies as soon as it starts is held back.
SHORTEST_WAIT, LONGEST_WAIT, SETTLED = 0.1, 5.0, 1.5
LARGEST_LOG = 10 * 1024 * 1024


class Server(Protocol):
    """Something that can be started, watched and stopped."""

    process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Start it."""

    def stop(self) -> None:
        """Stop it."""


@dataclass
class Command:
    """A server that is just a command line."""

    arguments: list[str]
    log: Path
    env: dict[str, str]
    cwd: str
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the command; an overgrown log is put aside first."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.process = spawn(self.arguments, log=self.log, env=self.env, cwd=self.cwd)

    def stop(self) -> None:
        """Ask it to finish what it does, then end it."""
        if self.process is not None:
            stop(self.process, signal.SIGTERM)
            self.process = None


@dataclass
class _Watched:
    name: str
    server: Server
    started: float = 0.0
    wait: float = SHORTEST_WAIT
    due: float = 0.0
    restarts: int = field(default=0)


class Supervisor:
    """Owns its servers and nothing else."""

    def __init__(self, data_dir: Path, say: Callable[[str], None]) -> None:
        self._data_dir, self._say = data_dir, say
        self._watched: list[_Watched] = []
        self.over = threading.Event()

    def start(self, name: str, server: Server) -> None:
        """Start a server and watch over it from now on."""
        watched = _Watched(name, server)
        self._watched.append(watched)
        self._start(watched)

    def _start(self, watched: _Watched) -> None:
        watched.server.start()
        watched.started = time.monotonic()
        if watched.server.process is not None:
            note_child(self._data_dir, watched.name, watched.server.process.pid)

    def check(self) -> None:
        """Look at every server once, in starting order; restart the dead ones when their wait is over."""
        now = time.monotonic()
        for watched in self._watched:
            process = watched.server.process
            if process is not None and process.poll() is None:
                if now - watched.started > SETTLED:
                    watched.wait = SHORTEST_WAIT
                continue
            if process is not None:
                self._say(f"{watched.name} ended ({process.returncode}); starting it again")
                end_group(process.pid)
                watched.server.process = None
                watched.due = now + watched.wait
                watched.wait = min(watched.wait * 2, LONGEST_WAIT)
            if now < watched.due:
                continue
            try:
                watched.restarts += 1
                self._start(watched)
            except (RuntimeError, OSError) as error:
                # e.g. PostgreSQL whose old backends still hold its memory: they end soon
                self._say(f"{watched.name} did not start: {str(error).splitlines()[0]}")
                watched.server.process = None
                watched.due = time.monotonic() + watched.wait
                watched.wait = min(watched.wait * 2, LONGEST_WAIT)

    def run(self) -> None:
        """Watch until ``over`` is set."""
        while not self.over.wait(0.1):
            self.check()

    def stop(self) -> None:
        """Stop everything, last started first."""
        for watched in reversed(self._watched):
            watched.server.stop()
            (self._data_dir / "run" / f"{watched.name}.pid").unlink(missing_ok=True)
        self._watched.clear()
