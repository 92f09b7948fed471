"""One request by libcurl to an address that was checked: how a handle is set up, and what it tells afterwards.

libcurl costs a sixth of the CPU of Python's own clients. It gets the checked addresses with the request, so it asks no DNS; each
socket is checked against the very address that it is opened to; and the other end once more before anything is sent.
"""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import time
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

import certifi
import pycurl
from ssrfguard import Policy, Target

from platform_core.kernel.outbound import policy_for
from webhooks.enums import AttemptError
from webhooks.outgoing import Outgoing
from webhooks.redaction import keep_excerpt, keep_headers
from webhooks.services.record_attempts import Attempt
from webhooks.signing import sign

CONNECT = 5.0  # seconds to a connection, of the whole time of an attempt, which names and a dripping answer count into
KEPT_ALIVE = 15  # seconds that a connection waits for the next delivery
MOST_ANSWER = 16 * 1024  # bytes of an answer that are read; the first of them are kept
AGENT = "Kaquan-Webhooks/1.0"
SAFE = "/?%:=&~#+!$,;'@()*[]-._"  # of a path: what stays as it was given

ERRORS = {
    pycurl.E_OPERATION_TIMEDOUT: AttemptError.TIMEOUT,
    pycurl.E_COULDNT_RESOLVE_HOST: AttemptError.DNS,
    pycurl.E_COULDNT_CONNECT: AttemptError.CONNECTION,
    pycurl.E_SSL_CONNECT_ERROR: AttemptError.TLS,
    pycurl.E_PEER_FAILED_VERIFICATION: AttemptError.TLS,
    pycurl.E_SSL_CERTPROBLEM: AttemptError.TLS,
    pycurl.E_SSL_CIPHER: AttemptError.TLS,
    pycurl.E_SSL_ENGINE_INITFAILED: AttemptError.TLS,
    pycurl.E_SSL_INVALIDCERTSTATUS: AttemptError.TLS,
    pycurl.E_GOT_NOTHING: AttemptError.DISCONNECTED,
    pycurl.E_SEND_ERROR: AttemptError.DISCONNECTED,
    pycurl.E_RECV_ERROR: AttemptError.DISCONNECTED,
    pycurl.E_PARTIAL_FILE: AttemptError.DISCONNECTED,
}


@cache
def authorities() -> str:
    """Whose certificates are believed: the machine's, or those that come with Python where it has none."""
    return ssl.get_default_verify_paths().cafile or certifi.where()


@lru_cache(maxsize=4096)
def place_of(url: str, livemode: bool, local: bool) -> tuple[Policy, Target, str]:
    """Where a URL leads, under the rules of this process, which may be stricter than on the day that it was given; and the URL
    as libcurl gets it: written anew from what was checked, so that two readers cannot read it in two ways.

    Raises:
        BlockedURLError
    """
    policy = policy_for(url, livemode=livemode)
    target = policy.check_url(url)
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return (
        policy,
        target,
        f"{target.scheme}://{_host(target.host)}:{target.port}{quote(parts.path or '/', SAFE)}{quote(query, SAFE)}",
    )


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class Transfer:
    """One attempt under way on a handle, which is used again afterwards."""

    def __init__(self, outgoing: Outgoing, at: dt.datetime, begun: float, opened: list[socket.socket]) -> None:
        """Begins now.

        Args:
            opened: takes sockets that libcurl has copies of: to be closed once it was given its turn.
        """
        self.outgoing, self._at, self._begun, self._opened = outgoing, at, begun, opened
        self._connecting = begun
        self._policy: Policy
        self._headers: dict[str, str] = {}
        self._parts: list[bytes] = []
        self._size = 0
        self._refused = False

    @property
    def left(self) -> float:
        """Seconds that it still has."""
        return self._begun + self.outgoing.timeout - time.monotonic()

    def set_up(self, handle: pycurl.Curl, addresses: Sequence[str], *, local: bool) -> None:
        """Tell a handle of ``new_handle`` what to send, and to which of these checked addresses."""
        outgoing = self.outgoing
        self._policy, target, url = place_of(outgoing.url, outgoing.livemode, local)
        self._connecting = time.monotonic()
        signed = sign(outgoing.secrets, message_id=outgoing.message_id, at=self._at, body=outgoing.body)
        fixed = {"Content-Type": outgoing.content_type, "User-Agent": AGENT, "Expect": "", **signed}
        standard_port = {"http": 80, "https": 443}[target.scheme] == target.port
        fixed["Host"] = _host(target.host) + ("" if standard_port else f":{target.port}")
        lines = [f"{name}: {value}" if value else f"{name}:" for name, value in {**outgoing.headers, **fixed}.items()]
        handle.setopt(pycurl.URL, url)
        handle.setopt(pycurl.RESOLVE, [f"+{_host(target.host)}:{target.port}:{','.join(map(_host, addresses))}"])
        handle.setopt(pycurl.HTTPHEADER, lines)
        handle.setopt(pycurl.POSTFIELDS, outgoing.body)
        handle.setopt(pycurl.TIMEOUT_MS, max(1, int(self.left * 1000)))
        handle.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        handle.setopt(pycurl.PREREQFUNCTION, self._look_at_peer)
        handle.setopt(pycurl.HEADERFUNCTION, self._take_header)
        handle.setopt(pycurl.WRITEFUNCTION, self._take)

    def ended(self, handle: pycurl.Curl, error: int) -> Attempt:
        """How it went; ``error`` is libcurl's, 0 for none."""
        status = int(handle.getinfo(pycurl.RESPONSE_CODE))
        was_cut = error == pycurl.E_WRITE_ERROR and self._size > MOST_ANSWER
        connected = handle.getinfo(pycurl.APPCONNECT_TIME) or handle.getinfo(pycurl.CONNECT_TIME)
        began, sent = handle.getinfo(pycurl.STARTTRANSFER_TIME), handle.getinfo(pycurl.PRETRANSFER_TIME)
        names = self._connecting - self._begun
        return self._attempt(
            status if status and (was_cut or not error) else None,
            "" if was_cut or not error else self._class(error),
            connect_ms=int(1000 * (names + connected)) if sent else None,
            wait_ms=int(1000 * (began - sent)) if began else None,
        )

    def failed(self, error: AttemptError) -> Attempt:
        """It never came to a request."""
        return self._attempt(None, error)

    def _attempt(self, status: int | None, error: str, **times: int | None) -> Attempt:
        answered = status is not None
        kind = self._headers.get("content-type", "")
        return Attempt(
            self.outgoing.claimed,
            self._at,
            int((time.monotonic() - self._begun) * 1000),
            status,
            error,
            retry_after=self._headers.get("retry-after") if answered else None,
            headers=keep_headers(self._headers) if answered else {},
            excerpt=keep_excerpt(b"".join(self._parts), kind) if answered and self._parts else "",
            **times,
        )

    def _class(self, error: int) -> AttemptError:
        return AttemptError.ADDRESS_REFUSED if self._refused else ERRORS.get(error, AttemptError.PROTOCOL)

    def _open(self, purpose: int, address: Any) -> socket.socket | int:
        """Every connection goes through here, with the very address that it is made to."""
        if not self._policy.permits_address(address.addr[0]):
            self._refused = True
            return pycurl.SOCKET_BAD
        made = socket.socket(address.family, address.socktype, address.protocol)
        self._opened.append(made)
        return made

    def _look_at_peer(self, peer: str, *rest: Any) -> int:
        """Whom it is connected with, new or again, before anything is sent."""
        if self._policy.permits_address(peer):
            return pycurl.PREREQFUNC_OK
        self._refused = True
        return pycurl.PREREQFUNC_ABORT

    def _take_header(self, line: bytes) -> None:
        if line.startswith(b"HTTP/"):  # the last answer counts, not an interim one
            self._headers.clear()
            return
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            self._headers[name.strip().lower()] = value.strip()

    def _take(self, chunk: bytes) -> int | None:
        self._size += len(chunk)
        if self._size > MOST_ANSWER:
            return -1  # enough: the connection is closed
        self._parts.append(chunk)
        return None


def new_handle() -> pycurl.Curl:
    """A handle that posts, follows nothing, knows no proxy and no cookies, and believes in certificates."""
    handle = pycurl.Curl()
    handle.setopt(pycurl.POST, 1)
    handle.setopt(pycurl.NOSIGNAL, 1)  # threads
    handle.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    handle.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    handle.setopt(pycurl.FOLLOWLOCATION, 0)
    handle.setopt(pycurl.PROXY, "")  # nor one of the environment: it would look names up itself
    handle.setopt(pycurl.NOPROXY, "*")
    handle.setopt(pycurl.NETRC, pycurl.NETRC_IGNORED)
    handle.setopt(pycurl.PATH_AS_IS, 1)
    handle.setopt(pycurl.CONNECTTIMEOUT_MS, int(CONNECT * 1000))
    handle.setopt(pycurl.MAXAGE_CONN, KEPT_ALIVE)
    handle.setopt(pycurl.SSL_VERIFYPEER, 1)
    handle.setopt(pycurl.SSL_VERIFYHOST, 2)
    handle.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2)
    handle.setopt(pycurl.CAINFO, authorities())
    return handle
