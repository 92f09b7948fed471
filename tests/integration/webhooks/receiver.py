"""A merchant's system that is called: answers as it is told to, and keeps what came."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple


class Call(NamedTuple):
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        """What receivers drop repetitions by."""
        return self.headers["webhook-id"]


class Answer(NamedTuple):
    """What is answered; ``delay`` in seconds, before it."""

    status: int = 200
    headers: dict[str, str] = {}
    body: bytes = b""
    delay: float = 0.0


class Receiver(http.server.ThreadingHTTPServer):
    """On a port of its own; ``answers`` are given in order, the last one from then on."""

    daemon_threads = True
    block_on_close = False  # what still waits is let go

    def __init__(self, *answers: Answer, port: int = 0, host: str = "127.0.0.1") -> None:
        self.calls: list[Call] = []
        self.answers = list(answers) or [Answer()]
        self.sent = 0  # bytes of answers that went out
        super().__init__((host, port), Handler)
        self.port = self.server_port
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def url(self, path: str = "/notify") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def wait_for(self, count: int, patience: float = 20.0) -> list[Call]:
        """So many calls, or more."""
        deadline = time.monotonic() + patience
        while len(self.calls) < count:
            assert time.monotonic() < deadline, f"{len(self.calls)} of {count} calls came"
            time.sleep(0.02)
        return self.calls

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up is no news."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        known = {name.lower(): value for name, value in self.headers.items()}
        self.server.calls.append(Call(self.path, known, body, time.monotonic()))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        time.sleep(answer.delay)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        for start in range(0, len(answer.body), 4096):
            self.server.sent += self.wfile.write(answer.body[start : start + 4096])

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def receiving(*answers: Answer) -> Iterator[Receiver]:
    """For fixtures: a receiver that is gone afterwards."""
    receiver = Receiver(*answers)
    yield receiver
    receiver.stop()
