"""Sends deliveries: many at a time on one thread's event loop, to addresses that were checked, each in its own time at most."""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakSet

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from django.conf import settings
from ssrfguard import BlockedAddressError, Policy, SSRFGuardError, Target, resolve
from yarl import URL

from platform_core.kernel.clock import now
from platform_core.kernel.outbound import policy_for
from webhooks.enums import AttemptError
from webhooks.redaction import keep_excerpt, keep_headers
from webhooks.services.claim_deliveries import Claimed
from webhooks.services.record_attempts import Attempt
from webhooks.signing import sign

CONNECT = 5.0  # seconds to a connection, of the whole time of an attempt, which names and a dripping answer count into
LONGEST = 30.0  # seconds that any attempt may have
KEPT_ALIVE = 15.0  # seconds that a connection waits for the next delivery
GATHER = 0.02  # seconds that ended attempts wait for others, under load
MOST_ANSWER = 16 * 1024  # bytes of an answer that are read; the first of them are kept
AGENT = "Kaquan-Webhooks/1.0"
NAME_THREADS = 64  # names that are looked up at a time: the system's resolver cannot be interrupted
Lookup = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery that is ready to be sent; it is signed, with each of the secrets, at the moment of the attempt."""

    claimed: Claimed
    url: str
    livemode: bool
    message_id: str
    secrets: tuple[str, ...] = field(repr=False)
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict, repr=False)  # the shop's own
    timeout: float = 15.0  # seconds


@dataclass(slots=True)
class Stopwatch:
    """Moments of one attempt, monotonic: it began, it had a connection, the answer began."""

    begun: float
    connected: float | None = None
    answered: float | None = None

    def milliseconds(self, since: float | None, until: float | None) -> int | None:
        """Between two of them; None where one did not come."""
        return None if since is None or until is None else int((until - since) * 1000)


_stopwatch: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)


class GuardedResolver(AbstractResolver):
    """Looks a name up once and gives back addresses only when every answer may be called."""

    def __init__(self, policy: Policy, names: ThreadPoolExecutor, lookup: Lookup | None) -> None:
        self._policy, self._names, self._lookup = policy, names, lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The checked addresses of a name."""
        target = Target(scheme="https", host=host, port=port, host_as_written=host)
        found = await asyncio.get_running_loop().run_in_executor(
            self._names, lambda: resolve(target, policy=self._policy, resolver=self._lookup)
        )
        return [
            ResolveResult(
                hostname=host, host=str(each.ip), port=port, family=each.family, proto=0, flags=socket.AI_NUMERICHOST
            )
            for each in found
        ]

    async def close(self) -> None:
        """Nothing is held."""


class GuardedConnector(aiohttp.TCPConnector):
    """Connects to checked addresses only, and looks at whom it is connected with before anything is sent."""

    def __init__(self, policy: Policy, names: ThreadPoolExecutor, lookup: Lookup | None) -> None:
        super().__init__(
            resolver=GuardedResolver(policy, names, lookup),
            use_dns_cache=False,
            limit=0,  # whoever submits counts
            keepalive_timeout=KEPT_ALIVE,
            socket_factory=self._open,
        )
        self._policy = policy
        self._checked: WeakSet[Any] = WeakSet()

    def _open(self, address: Any) -> socket.socket:
        """Every connection goes through here, with the very address that it is made to."""
        self._policy.check_address(address[4][0])
        opened = socket.socket(family=address[0], type=address[1], proto=address[2])
        opened.setblocking(False)
        return opened

    async def connect(self, *args: Any, **kwargs: Any) -> aiohttp.connector.Connection:
        """A connection whose other end may be called."""
        connection = await super().connect(*args, **kwargs)
        if watch := _stopwatch.get():
            watch.connected = time.monotonic()
        if connection.protocol not in self._checked:  # one that is used again has the same other end
            peer = connection.transport.get_extra_info("peername") if connection.transport else None
            if peer is None or not self._policy.permits_address(peer[0]):
                connection.close()
                raise BlockedAddressError(str(peer), "it is not the address that was checked")
            self._checked.add(connection.protocol)
        return connection


class Sender:
    """Takes deliveries, gives back how they went, in whatever order they end. Used by one thread, which has the database."""

    def __init__(self, lookup: Lookup | None = None) -> None:
        self._lookup, self._local = lookup, settings.KAQUAN_LOCAL_RECEIVERS
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="webhooks")
        self._names = ThreadPoolExecutor(NAME_THREADS, thread_name_prefix="webhook-names")
        self._sessions: dict[int, aiohttp.ClientSession] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: queue.SimpleQueue[Attempt] = queue.SimpleQueue()

    def __enter__(self) -> Sender:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(LONGEST)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._names.shutdown(wait=False, cancel_futures=True)

    def submit(self, outgoing: Sequence[Outgoing]) -> None:
        """Begin to send: the loop is woken once for all of them."""
        if outgoing:
            self._loop.call_soon_threadsafe(self._begin, outgoing)

    def collect(self, patience: float, *, enough: int = 1) -> list[Attempt]:
        """What has ended; waits so many seconds for the first, and a little longer for so many, to write them down at once."""
        ended: list[Attempt] = []
        try:
            ended.append(self._ended.get(timeout=patience))
            if self._ended.qsize() + 1 < enough:
                time.sleep(GATHER)
            while True:
                ended.append(self._ended.get_nowait())
        except queue.Empty:
            pass
        return ended

    def _begin(self, outgoing: Sequence[Outgoing]) -> None:
        for each in outgoing:
            task = self._loop.create_task(self._send(each))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, outgoing: Outgoing) -> None:
        at, watch = now(), Stopwatch(time.monotonic())
        _stopwatch.set(watch)
        status, error, retry_after = None, "", None
        headers: dict[str, str] = {}
        excerpt = ""
        try:
            async with asyncio.timeout(outgoing.timeout), self._post(outgoing, at) as response:
                watch.answered = time.monotonic()
                status, retry_after = response.status, response.headers.get("Retry-After")
                headers = keep_headers(response.headers)
                excerpt = keep_excerpt(await _read(response), response.headers.get("Content-Type", ""))
        except Exception as problem:  # whatever a receiver does, its delivery alone has failed
            status, error = None, classify(problem)
        ended = time.monotonic()
        self._ended.put(
            Attempt(
                outgoing.claimed,
                at,
                int((ended - watch.begun) * 1000),
                status,
                error,
                retry_after,
                watch.milliseconds(watch.begun, watch.connected),
                watch.milliseconds(watch.connected, watch.answered),
                headers,
                excerpt,
            )
        )

    def _post(self, outgoing: Outgoing, at: dt.datetime) -> Any:
        policy, url = _place(outgoing.url, outgoing.livemode, self._local)
        signed = sign(outgoing.secrets, message_id=outgoing.message_id, at=at, body=outgoing.body)
        fixed = {"Content-Type": outgoing.content_type, "User-Agent": AGENT}
        headers = {**outgoing.headers, **fixed, **signed}
        return self._session(policy).post(url, data=outgoing.body, headers=headers, allow_redirects=False)

    def _session(self, policy: Policy) -> aiohttp.ClientSession:
        if id(policy) not in self._sessions:
            self._sessions[id(policy)] = aiohttp.ClientSession(
                connector=GuardedConnector(policy, self._names, self._lookup),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT),  # the whole: see _send
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # 16 KB stay 16 KB
                skip_auto_headers=("Accept-Encoding",),
                trust_env=False,  # no proxy: it would look names up itself
            )
        return self._sessions[id(policy)]

    async def _close(self) -> None:
        unfinished = list(self._tasks)  # none, unless the database failed
        for each in unfinished:
            each.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        for session in self._sessions.values():
            await session.close()


@lru_cache(maxsize=4096)
def _place(url: str, livemode: bool, local: bool) -> tuple[Policy, URL]:
    """Where a URL leads, under the rules of this process: they may be stricter than on the day that it was given.

    Raises:
        BlockedURLError
    """
    policy = policy_for(url, livemode=livemode)
    policy.check_url(url)
    return policy, URL(url, encoded=True)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """A short answer to its end, so that the connection can be used again; of a long one no more than allowed."""
    parts, read = [], 0
    async for chunk in response.content.iter_chunked(4096):
        parts.append(chunk)
        read += len(chunk)
        if read > MOST_ANSWER:
            response.close()
            break
    return b"".join(parts)


CLASSES: tuple[tuple[type[BaseException], AttemptError], ...] = (
    (SSRFGuardError, AttemptError.ADDRESS_REFUSED),
    (TimeoutError, AttemptError.TIMEOUT),
    (aiohttp.ClientConnectorDNSError, AttemptError.DNS),
    (socket.gaierror, AttemptError.DNS),
    (aiohttp.ClientSSLError, AttemptError.TLS),
    (ssl.SSLError, AttemptError.TLS),
    (aiohttp.ClientConnectorError, AttemptError.CONNECTION),
    (aiohttp.ServerDisconnectedError, AttemptError.DISCONNECTED),
    (aiohttp.ClientPayloadError, AttemptError.DISCONNECTED),
    (aiohttp.ClientOSError, AttemptError.DISCONNECTED),
)


def classify(problem: BaseException) -> AttemptError:
    """The class of what went wrong; words of a receiver's side are not kept."""
    chain: list[BaseException] = []
    current: BaseException | None = problem
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    for kind, name in CLASSES[:1]:  # a refusal says so, whatever it was wrapped in
        if any(isinstance(each, kind) for each in chain):
            return name
    return next((name for kind, name in CLASSES if isinstance(problem, kind)), AttemptError.PROTOCOL)
