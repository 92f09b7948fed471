"""A light HTTP client: sockets kept open, so that little of the machine goes into asking."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Answer(NamedTuple):
    """Status, headers (names in lower case; the last of a repeated name, cookies joined by newline) and body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One kept-alive connection to the web server."""

    def __init__(self, port: int, source: str = "127.0.0.1", patience: float = 60) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=patience, source_address=(source, 0))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request and read its answer."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        if method != "GET":
            lines.append(f"Content-Length: {len(body)}")
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        found: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            name = name.lower()
            found[name] = f"{found[name]}\n{value}" if name == "set-cookie" and name in found else value
        if found.get("transfer-encoding") == "chunked":
            content = b""
            while size := int(self._until(b"\r\n"), 16):
                content += self._exactly(size)
                self._exactly(2)
            self._exactly(2)
        else:
            content = self._exactly(int(found.get("content-length", "0")))
        return Answer(int(head[0].split()[1]), found, content)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._left:
            self._receive()
        head, _, self._left = self._left.partition(mark)
        return head

    def _exactly(self, size: int) -> bytes:
        while len(self._left) < size:
            self._receive()
        content, self._left = self._left[:size], self._left[size:]
        return content

    def _receive(self) -> None:
        data = self._socket.recv(262_144)
        if not data:
            raise ConnectionError("the server closed the connection")
        self._left += data

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def hammer(port: int, clients: int, each: int, ask: Callable[[Connection, int], None]) -> float:
    """Let clients ask at the same time, each over a connection of its own.

    Args:
        ask: sends one request; given the connection and a number that no other request of this call has.

    Returns:
        Requests per second.
    """
    connections = [Connection(port) for _ in range(clients)]
    errors: list[BaseException] = []

    def work(index: int) -> None:
        try:
            for number in range(each):
                ask(connections[index], index * each + number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    passed = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    if errors:
        raise errors[0]
    return clients * each / passed
