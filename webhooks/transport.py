"""Sends deliveries: many at a time on one thread's event loop, to addresses that were checked, never longer than ``TOTAL``."""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from ssrfguard import BlockedAddressError, Policy, SSRFGuardError, Target, resolve
from yarl import URL

from platform_core.kernel.clock import now
from platform_core.kernel.outbound import policy_for
from webhooks.enums import AttemptError
from webhooks.services.claim_deliveries import Claimed
from webhooks.services.record_attempts import Attempt
from webhooks.signing import sign

CONNECT, TOTAL = 5.0, 15.0  # seconds: to a connection; for everything, names and a dripping answer included
MOST_ANSWER = 16 * 1024  # bytes of an answer that are read, and thrown away
AGENT = "Kaquan-Webhooks/1.0"
NAME_THREADS = 64  # names that are looked up at a time: the system's resolver cannot be interrupted
Lookup = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery that is ready to be sent; it is signed, with each of the secrets, at the moment of the attempt."""

    claimed: Claimed
    livemode: bool
    message_id: str
    secrets: tuple[str, ...] = field(repr=False)
    body: bytes


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
            keepalive_timeout=4,
            socket_factory=self._open,
        )
        self._policy = policy

    def _open(self, address: Any) -> socket.socket:
        """Every connection goes through here, with the very address that it is made to."""
        self._policy.check_address(address[4][0])
        opened = socket.socket(family=address[0], type=address[1], proto=address[2])
        opened.setblocking(False)
        return opened

    async def connect(self, *args: Any, **kwargs: Any) -> aiohttp.connector.Connection:
        """A connection whose other end may be called."""
        connection = await super().connect(*args, **kwargs)
        peer = connection.transport.get_extra_info("peername") if connection.transport else None
        if peer is None or not self._policy.permits_address(peer[0]):
            connection.close()
            raise BlockedAddressError(str(peer), "it is not the address that was checked")
        return connection


class Sender:
    """Takes deliveries, gives back how they went, in whatever order they end. Used by one thread, which has the database."""

    def __init__(self, lookup: Lookup | None = None) -> None:
        self._lookup = lookup
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="webhooks")
        self._names = ThreadPoolExecutor(NAME_THREADS, thread_name_prefix="webhook-names")
        self._sessions: dict[int, aiohttp.ClientSession] = {}
        self._ended: queue.SimpleQueue[Attempt] = queue.SimpleQueue()
        self.busy: Counter[str] = Counter()  # deliveries under way, by shop
        self.again = 0  # those of them that are not the first attempt

    def __enter__(self) -> Sender:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(TOTAL)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._names.shutdown(wait=False, cancel_futures=True)

    def submit(self, outgoing: Outgoing) -> None:
        """Begin to send."""
        self.busy[outgoing.claimed.tenant_role] += 1
        self.again += outgoing.claimed.attempt > 1
        asyncio.run_coroutine_threadsafe(self._send(outgoing), self._loop)

    def collect(self, patience: float) -> list[Attempt]:
        """What has ended; waits so many seconds for the first."""
        ended: list[Attempt] = []
        try:
            ended.append(self._ended.get(timeout=patience))
            while True:
                ended.append(self._ended.get_nowait())
        except queue.Empty:
            pass
        for each in ended:
            self.busy[each.claimed.tenant_role] -= 1
            self.again -= each.claimed.attempt > 1
        self.busy = +self.busy
        return ended

    async def _send(self, outgoing: Outgoing) -> None:
        at, begun = now(), time.monotonic()
        status, error, retry_after = None, "", None
        try:
            async with asyncio.timeout(TOTAL):
                status, retry_after = await self._post(outgoing, at)
        except Exception as problem:  # whatever a receiver does, its delivery alone has failed
            error = classify(problem)
        spent = int((time.monotonic() - begun) * 1000)
        self._ended.put(Attempt(outgoing.claimed, at, spent, status, error, retry_after))

    async def _post(self, outgoing: Outgoing, at: dt.datetime) -> tuple[int, str | None]:
        url = outgoing.claimed.url
        policy = policy_for(url, livemode=outgoing.livemode)
        policy.check_url(url)  # anew: the rules may be stricter than on the day that it was given
        signed = sign(outgoing.secrets, message_id=outgoing.message_id, at=at, body=outgoing.body)
        headers = {"Content-Type": "application/json", "User-Agent": AGENT, **signed}
        async with self._session(policy).post(
            URL(url, encoded=True), data=outgoing.body, headers=headers, allow_redirects=False
        ) as response:
            await _drain(response)
            return response.status, response.headers.get("Retry-After")

    def _session(self, policy: Policy) -> aiohttp.ClientSession:
        if id(policy) not in self._sessions:
            self._sessions[id(policy)] = aiohttp.ClientSession(
                connector=GuardedConnector(policy, self._names, self._lookup),
                timeout=aiohttp.ClientTimeout(total=TOTAL, sock_connect=CONNECT),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,  # 16 KB stay 16 KB
                skip_auto_headers=("Accept-Encoding",),
                trust_env=False,  # no proxy: it would look names up itself
            )
        return self._sessions[id(policy)]

    async def _close(self) -> None:
        unfinished = asyncio.all_tasks() - {asyncio.current_task()}  # none, unless the database failed
        for each in unfinished:
            each.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        for session in self._sessions.values():
            await session.close()


async def _drain(response: aiohttp.ClientResponse) -> None:
    """Read a short answer to its end, so that the connection can be used again; of a long one no more than allowed."""
    read = 0
    async for chunk in response.content.iter_chunked(4096):
        read += len(chunk)
        if read > MOST_ANSWER:
            response.close()
            return


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
