"""Merchants' systems at their worst: many answer 500, hang, drip, or break TLS, each event's first attempt as its id decides."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from zlib import crc32

SERVER_ERRORS, HANGS, DRIPS = 20, 10, 5  # of a hundred


class BadReceiver(http.server.ThreadingHTTPServer):
    """Takes an event at its second attempt at the latest. ``taken`` counts answers of 204 that went out whole, by event."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.numbers: defaultdict[str, set[int]] = defaultdict(set)
        self.faults: Counter[str] = Counter()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hooks"

    def handle_error(self, request, client_address) -> None:
        """A caller that gave up, or was killed."""

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BadReceiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        id_, receiver = self.headers["webhook-id"], self.server
        with receiver.lock:
            receiver.asked[id_] += 1
            first = receiver.asked[id_] == 1
        lot = crc32(id_.encode()) % 100
        if first and lot < SERVER_ERRORS:
            receiver.faults["500"] += 1
            return self._answer(500 if lot % 2 else 503)
        if first and lot < SERVER_ERRORS + HANGS:
            receiver.faults["hang"] += 1
            time.sleep(4)
            return self._answer(204)
        if first and lot < SERVER_ERRORS + HANGS + DRIPS:
            receiver.faults["drip"] += 1
            return self._drip()
        self._answer(204)
        with receiver.lock:
            receiver.taken[id_] += 1
            receiver.numbers[body["sequence"]["object"]].add(body["sequence"]["n"])

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n":
            self.wfile.write(bytes([letter]))
            time.sleep(0.2)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


class NoTls:
    """Accepts, and says what is no handshake."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._socket.getsockname()[1]}/hooks"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.calls += 1
                with connection, suppress(OSError):
                    connection.recv(1)
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    def stop(self) -> None:
        self._socket.close()
