"""``manage.py up`` as a person runs it: real processes, a data folder of its own, a free port."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import httpx

from testbed import up
from tests.live import Platform

TABLE_END = "Press Ctrl-C to stop."
PROXIES = {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"}


def bare_environment(**more: str) -> dict[str, str]:
    """No setting of Kaquan at all, and no proxy in between."""
    kept = {key: value for key, value in up.clean_environment().items() if not key.startswith("KAQUAN_")}
    return {key: value for key, value in {**kept, **more}.items() if key not in PROXIES}


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with nothing set."""
    return up.manage(*arguments, env=bare_environment())


class WatchedUp(Platform):
    """``up`` with nothing set, whose output, processes and fate can be looked at."""

    def __init__(self, data_dir: Path, *options: str, env: Mapping[str, str] | None = None, **popen: Any) -> None:
        super().__init__(data_dir, *options, env=bare_environment(**(env or {})), **popen)
        self.answers: list[int | None] = []
        self.page_when_ready = ""

    def start(self, patience: float = 120.0) -> float:
        """Start it and wait for the table. Returns seconds."""
        begun = time.monotonic()
        self.begin()
        self.wait_for(TABLE_END, patience)
        self._probe()  # the table may have come between two looks; it says that all is there
        print(f"{self.data_dir.name}: the table after {time.monotonic() - begun:.1f} s")
        return time.monotonic() - begun

    def wait_for(self, text: str, patience: float = 120.0) -> None:
        """Wait until it has printed ``text``; note what /readyz answers on the way."""
        deadline = time.monotonic() + patience
        while text not in self.printed():
            assert self.runs(), f"it ended:\n{self.printed()}"
            assert time.monotonic() < deadline, f"it never said {text!r}:\n{self.printed()}"
            self._probe()
            time.sleep(0.1)

    def _probe(self) -> None:
        if 200 in self.answers:
            return
        self.answers.append(self.readiness())
        if self.answers[-1] == 200:
            self.page_when_ready = self.get("demo", "/").text

    def get(self, slug: str, path: str) -> httpx.Response:
        """A page: of a shop, of ``api``, or (empty) of the platform."""
        host = f"{slug}.kaquan.localhost" if slug else "kaquan.localhost"
        headers = {"Host": f"{host}:{self.port}"}
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=20, trust_env=False)

    def ping(self, key: str) -> httpx.Response:
        """``GET /v1/ping`` with a key."""
        with self.client(key) as client:
            return client.get("/v1/ping")

    def kill_supervisor(self) -> None:
        """kill -9 of ``up`` alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_everything(self) -> None:
        """kill -9 of all of it, as if the power failed: at one moment, so that none starts what was killed before it."""
        halted: set[int] = set()
        while further := processes_of(self.data_dir).keys() - halted:
            _send(signal.SIGSTOP, further)
            halted |= further
        _send(signal.SIGKILL, halted)
        if self.process is not None:
            self.process.wait()
        wait_until_gone(self.data_dir, 10)

    def discard(self) -> None:
        """Nothing of it stays on the machine, whatever the test did."""
        self.kill_everything()
        for name in ("postgres", "valkey"):
            shutil.rmtree((self.data_dir / name).resolve(), ignore_errors=True)
        shutil.rmtree(self.data_dir, ignore_errors=True)


def _send(what: signal.Signals, pids: Iterable[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            continue


def processes_of(data_dir: Path) -> dict[int, str]:
    """Every living process with this data folder in its command line, environment or working folder."""
    marks = {str(data_dir).encode()}
    marks |= {str((data_dir / name).resolve()).encode() for name in ("postgres", "valkey")}
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "stat").read_text().rpartition(")")[2].split()[0] in "ZX" or int(entry.name) == os.getpid():
                continue
            command = (entry / "cmdline").read_bytes()
            about = command + (entry / "environ").read_bytes() + os.fsencode((entry / "cwd").readlink())
        except OSError:
            continue
        if any(mark in about for mark in marks):
            found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def wait_until_gone(data_dir: Path, patience: float = 60.0) -> dict[int, str]:
    """What is still there of it when patience ends; empty is good."""
    deadline = time.monotonic() + patience
    while (left := processes_of(data_dir)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left
