"""What must never be called: a listener on this machine that notes every connection, and a way to switch the guard off, to see
that it would have been.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address, ip_network
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pycurl
import pytest

from platform_core.kernel import outbound
from webhooks import endpoint_settings, guarded_curl, transport

PUBLIC = "127.8.8.8"  # plays an address on the internet where a test says so; 127.0.0.1 never does


class Listener:
    """Takes connections on both loopback addresses and hangs up."""

    def __init__(self) -> None:
        self.connections = 0
        self._four = socket.create_server(("127.0.0.1", 0))
        self.port = self._four.getsockname()[1]
        self._six = socket.create_server(("::1", self.port), family=socket.AF_INET6)
        for server in (self._four, self._six):
            threading.Thread(target=self._accept, args=[server], daemon=True).start()

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                opened, _ = server.accept()
            except OSError:
                return
            self.connections += 1
            opened.close()

    def knock(self) -> None:
        """A connection of the test's own: once it is counted, so is everything before it."""
        before = self.connections
        with socket.create_connection(("127.0.0.1", self.port)) as knocking:
            knocking.recv(1)
        assert self.connections > before
        self.connections -= 1

    def stop(self) -> None:
        for server in (self._four, self._six):
            server.shutdown(socket.SHUT_RDWR)
            server.close()


def listening() -> Iterator[Listener]:
    """For fixtures: a listener that is gone afterwards."""
    listener = Listener()
    yield listener
    listener.stop()


def let_ports(monkeypatch: pytest.MonkeyPatch, *ports: int, **more: Any) -> None:
    """The guard as in production, but for these ports: else the ports alone would keep everything out."""
    for name in ("LIVE", "TEST"):
        policy = getattr(outbound, name)
        monkeypatch.setattr(outbound, name, replace(policy, allowed_ports=policy.allowed_ports | {*ports}, **more))
    guarded_curl.place_of.cache_clear()


def let_public(monkeypatch: pytest.MonkeyPatch, *ports: int) -> None:
    """The same, and one address counts as public."""
    let_ports(monkeypatch, *ports, allowed_networks=(ip_network(f"{PUBLIC}/32"),))


@contextmanager
def guard_off() -> Iterator[None]:
    """Nothing is checked: neither what is written, nor what it means, nor who answers."""
    sets_up = guarded_curl.Transfer.set_up

    def set_up(self: Any, handle: pycurl.Curl, *given: Any, **more: Any) -> None:
        sets_up(self, handle, *given, **more)
        if "[" in self.outgoing.url:
            handle.setopt(pycurl.RESOLVE, ["+unused.example:1:127.0.0.1"])  # an address needs none

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded_curl.Transfer, "set_up", set_up)
        for module in (transport, guarded_curl):
            patch.setattr(module, "place_of", _place_of)
        patch.setattr(transport, "resolve", _resolve)
        patch.setattr(endpoint_settings, "why_refused", lambda url, *, livemode: None)
        yield


def _place_of(url: str, livemode: bool, local: bool) -> tuple[Any, Any, str]:
    parts = urlsplit(url)
    host, anything = (
        (parts.hostname or "").encode("idna").decode(),
        SimpleNamespace(permits_address=lambda address: True),
    )
    target = SimpleNamespace(scheme=parts.scheme, host=host, port=parts.port, address=None)
    shown = f"[{host}]" if ":" in host else host
    return anything, target, f"{parts.scheme}://{shown}:{parts.port}{parts.path}"


def _resolve(target: Any, *, policy: Any, resolver: Any) -> list[Any]:
    try:
        ip_address(target.host)
        resolver = None  # no name
    except ValueError:
        pass
    found = (resolver or socket.getaddrinfo)(target.host, target.port, 0, socket.SOCK_STREAM)
    return [SimpleNamespace(ip=each[4][0], family=each[0]) for each in found]


@contextmanager
def all_lead_to(listener: Listener) -> Iterator[list[str]]:
    """Whatever address a connection is made to, the listener takes it; yields the addresses."""
    opens, sets_up, asked = guarded_curl.Transfer._open, guarded_curl.Transfer.set_up, []

    def opened(self: Any, purpose: int, address: Any) -> Any:
        if opens(self, purpose, address) == pycurl.SOCKET_BAD:
            return pycurl.SOCKET_BAD
        asked.append(address.addr[0])
        made = socket.create_connection(("127.0.0.1", listener.port))
        self._opened.append(made)
        return made

    def set_up(self: Any, handle: pycurl.Curl, *given: Any, **more: Any) -> None:
        sets_up(self, handle, *given, **more)
        handle.setopt(pycurl.SOCKOPTFUNCTION, lambda *_: pycurl.SOCKOPT_ALREADY_CONNECTED)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded_curl.Transfer, "_open", opened)
        patch.setattr(guarded_curl.Transfer, "set_up", set_up)
        yield asked


def other_handles(monkeypatch: pytest.MonkeyPatch, change: Callable[[pycurl.Curl], None]) -> None:
    """Handles of libcurl as they are made, but for a change."""

    def made() -> pycurl.Curl:
        handle = guarded_curl.new_handle()
        change(handle)
        return handle

    monkeypatch.setattr(transport, "new_handle", made)
