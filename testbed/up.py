"""``manage.py up`` on a data folder and a port of its own: start it, wait for it, give it commands, stop it."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANAGE = str(ROOT / "manage.py")
# With any of these an `up` or a command would find another installation than the one that is meant.
ELSEWHERE = (
    "DATABASE_URL", "REDIS_URL", "KAQUAN_DATA_DIR", "KAQUAN_ENVIRONMENT", "KAQUAN_PORT", "KAQUAN_DATABASE_LOGIN",
)  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on, out of those that the system gives to no client by itself: it is still free after a restart."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311 - no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings that lead to another installation, so that ``up`` starts services of its own."""
    return {**{key: value for key, value in os.environ.items() if key not in ELSEWHERE}, **more}


def manage(
    *arguments: str, env: Mapping[str, str] | None = None, python: str = sys.executable, **popen: Any
) -> subprocess.CompletedProcess[str]:
    """Run a Django command to its end, whatever that is.

    Args:
        env: its whole environment; a clean one when not given.
    """
    return subprocess.run(
        [python, MANAGE, *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
        env=clean_environment() if env is None else env, **popen,
    )  # fmt: skip


class Up:
    """One ``manage.py up``."""

    def __init__(self, data_dir: Path, *options: str, env: Mapping[str, str] | None = None, **popen: Any) -> None:
        """Nothing is started yet.

        Args:
            data_dir: its parent exists; what ``up`` prints is put beside the folder.
            options: of ``up``.
            env: its whole environment; a clean one when not given.
            popen: what else ``subprocess.Popen`` is told, such as who it runs as.
        """
        self.data_dir, self.options, self.port = data_dir, options, free_port()
        self.log = data_dir.parent / f"{data_dir.name}.log"
        self.env = clean_environment() if env is None else env
        self.popen = popen
        self.python = sys.executable
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it and do not wait."""
        with self.log.open("wb") as output:  # the child gets its own
            self.process = subprocess.Popen(
                [self.python, MANAGE, "up", *self._where(), *self.options],
                stdout=output, stderr=subprocess.STDOUT, cwd=ROOT, env=self.env, **self.popen,
            )  # fmt: skip

    def start(self, patience: float = 120.0) -> float:
        """Start it and wait until it is ready.

        Returns:
            Seconds.

        Raises:
            RuntimeError: it did not come up; the message holds the end of what it printed.
        """
        begun = time.monotonic()
        self.begin()
        while not self.is_ready():
            if not self.runs() or time.monotonic() - begun > patience:
                raise RuntimeError(f"`up` did not come up:\n{self.printed()[-3000:]}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def stop(self, patience: float = 60.0) -> int:
        """Ctrl-C, and wait; killed when that is not enough.

        Returns:
            The exit status: 0 when it ended in order (or was not running).
        """
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process = None
        return status

    def runs(self) -> bool:
        """Is ``up`` itself alive?"""
        return self.process is not None and self.process.poll() is None

    def readiness(self) -> int | None:
        """What /readyz answers at this moment; None when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)  # cheap to ask often, and no proxy
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def is_ready(self) -> bool:
        """Does /readyz answer 200?"""
        return self.readiness() == 200

    def printed(self) -> str:
        """What it said since its last start."""
        return self.log.read_text(errors="replace")

    def state(self) -> dict[str, Any]:
        """What the running one left for other commands, such as the addresses of its services."""
        facts: dict[str, Any] = json.loads((self.data_dir / "runtime.json").read_text())
        return facts

    def children(self) -> dict[str, int]:
        """Names (postgres, valkey, worker, beat, web) and process ids of what it started."""
        notes = {note.stem: note.read_text().split() for note in (self.data_dir / "run").glob("*.pid")}
        return {name: int(words[0]) for name, words in notes.items() if words}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A Django command beside it, as the same account."""
        account = {key: value for key, value in self.popen.items() if key in {"user", "group", "extra_groups"}}
        return manage(*arguments, *self._where(), env=self.env, python=self.python, **account)

    def create_merchant(self, slug: str, *options: str) -> dict[str, Any]:
        """A shop by the operator's command; what it printed about it.

        Raises:
            RuntimeError: it refused.
        """
        named = ("--name", f"Shop {slug}", "--slug", slug, "--email", f"{slug}@example.com")
        made = self.command("create_merchant", *named, "--json", *options)
        if made.returncode:
            raise RuntimeError(made.stdout + made.stderr)
        facts: dict[str, Any] = json.loads(made.stdout)
        return facts

    def _where(self) -> list[str]:
        return ["--data-dir", str(self.data_dir), "--port", str(self.port)]


@contextmanager
def demo() -> Iterator[Up]:
    """A platform with its demo, to take pictures of; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kaquan-pictures-"))
    folder.chmod(0o755)  # started by root, the embedded servers run as another account
    up = Up(folder / "data")
    try:
        up.start()
        yield up
    finally:
        up.stop()
        shutil.rmtree(folder, ignore_errors=True)
