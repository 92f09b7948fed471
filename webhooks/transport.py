"""Sends deliveries: many at a time on one thread, to addresses that were checked, each in its own time at most."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pycurl
from django.conf import settings
from ssrfguard import Policy, SSRFGuardError, Target, resolve

from platform_core.kernel.clock import now
from webhooks.enums import AttemptError
from webhooks.guarded_curl import Transfer, new_handle, place_of
from webhooks.outgoing import Outgoing
from webhooks.services.record_attempts import Attempt

LONGEST = 30.0  # seconds that any attempt may have
STEP = 0.01  # seconds that the thread waits for the network before it looks for something new to send
GATHER = 0.02  # seconds that ended attempts wait for others, under load
KNOWN_FOR = 15.0  # seconds that addresses of a name are used again: as long as a connection would be
IDLE_CONNECTIONS = 256  # with those in use they stay below what select() can watch
NAME_THREADS = 64  # names that are looked up at a time: the system's resolver cannot be interrupted
Lookup = Callable[..., Any]
Name = tuple[str, int, int]  # host, port, policy


class Sender:
    """Takes deliveries, gives back how they went, in whatever order they end. Used by one thread, which has the database."""

    def __init__(self, lookup: Lookup | None = None) -> None:
        self._lookup, self._local = lookup, settings.KAQUAN_LOCAL_RECEIVERS
        self._thread = threading.Thread(target=self._run, daemon=True, name="webhooks")
        self._names = ThreadPoolExecutor(NAME_THREADS, thread_name_prefix="webhook-names")
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, IDLE_CONNECTIONS)
        self._idle: list[pycurl.Curl] = []
        self._under_way: dict[pycurl.Curl, Transfer] = {}
        self._opened: list[socket.socket] = []
        self._known: dict[Name, tuple[float, list[str]]] = {}
        self._waiting: dict[Name, list[Transfer]] = {}
        self._given: deque[Outgoing] = deque()
        self._resolved: deque[tuple[Name, list[str], AttemptError | None]] = deque()
        self._ended: queue.SimpleQueue[Attempt] = queue.SimpleQueue()
        self._something, self._over = threading.Event(), False

    def __enter__(self) -> Sender:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over = True
        self._something.set()
        self._thread.join()
        self._close_opened()
        for handle in self._under_way:  # none, unless the database failed
            self._multi.remove_handle(handle)
        for handle in [*self._under_way, *self._idle]:
            handle.close()
        self._multi.close()
        self._names.shutdown(wait=False, cancel_futures=True)

    def submit(self, outgoing: Sequence[Outgoing]) -> None:
        """Begin to send."""
        self._given.extend(outgoing)
        self._something.set()

    def collect(self, patience: float, *, enough: int = 1) -> list[Attempt]:
        """What has ended; waits so many seconds for the first, and a little longer for so many, to write them down at once.

        Raises:
            RuntimeError: the thread ended by a fault of ours. What it had in hand is sent again when its lease is over.
        """
        if not self._thread.is_alive():
            raise RuntimeError("the thread that sends is gone; its log says why")
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

    def _run(self) -> None:
        while not self._over:
            self._something.clear()
            while self._given:
                self._begin(self._given.popleft())
            while self._resolved:
                self._go_on(*self._resolved.popleft())
            if self._waiting:
                self._give_up()
            if self._under_way:
                self._multi.perform()
                self._close_opened()
                self._finish()
            if self._under_way and not self._given:
                self._multi.select(STEP)
            elif not self._given:
                self._something.wait(STEP if self._waiting else None)

    def _begin(self, outgoing: Outgoing) -> None:
        transfer = Transfer(outgoing, now(), time.monotonic(), self._opened)
        try:
            policy, target, _ = place_of(outgoing.url, outgoing.livemode, self._local)
        except Exception as problem:  # a planted URL may be anything; it must not end the thread
            refused = isinstance(problem, SSRFGuardError)
            self._ended.put(transfer.failed(AttemptError.ADDRESS_REFUSED if refused else AttemptError.INTERNAL))
            return
        name = (target.host, target.port, id(policy))
        until, addresses = self._known.get(name, (0.0, []))
        if target.address is not None:
            self._start(transfer, [str(target.address)])
        elif until > time.monotonic():
            self._start(transfer, addresses)
        else:
            asked = name in self._waiting
            self._waiting.setdefault(name, []).append(transfer)
            if not asked:
                self._names.submit(self._resolve, name, target, policy)

    def _resolve(self, name: Name, target: Target, policy: Policy) -> None:
        """Addresses of a name, only when every answer may be called. In a thread of its own."""
        found: list[str] = []
        error: AttemptError | None = None
        try:
            found = [str(each.ip) for each in resolve(target, policy=policy, resolver=self._lookup)]
        except SSRFGuardError:
            error = AttemptError.ADDRESS_REFUSED
        except TimeoutError:
            error = AttemptError.TIMEOUT
        except Exception:  # whatever a resolver does: there is no address
            error = AttemptError.DNS
        self._resolved.append((name, found, error))
        self._something.set()

    def _go_on(self, name: Name, addresses: list[str], error: AttemptError | None) -> None:
        waited = self._waiting.pop(name, [])
        if error is None:
            self._known[name] = (time.monotonic() + KNOWN_FOR, addresses)
        for transfer in waited:
            if error is None:
                self._start(transfer, addresses)
            else:
                self._ended.put(transfer.failed(error))

    def _give_up(self) -> None:
        """Those whose time is over while their name is still looked up."""
        for name, transfers in list(self._waiting.items()):
            for each in [each for each in transfers if each.left <= 0]:
                transfers.remove(each)
                self._ended.put(each.failed(AttemptError.TIMEOUT))
            if not transfers:
                del self._waiting[name]  # who comes next asks anew

    def _start(self, transfer: Transfer, addresses: list[str]) -> None:
        handle = self._idle.pop() if self._idle else new_handle()
        try:
            transfer.set_up(handle, addresses, local=self._local)
            self._multi.add_handle(handle)
        except Exception:  # whatever it is told to send, its delivery alone has failed
            handle.close()
            self._ended.put(transfer.failed(AttemptError.INTERNAL))
            return
        self._under_way[handle] = transfer

    def _close_opened(self) -> None:
        while self._opened:
            self._opened.pop().close()

    def _finish(self) -> None:
        left = 1
        while left:
            left, good, bad = self._multi.info_read()
            for handle, error in [*((each, 0) for each in good), *((each[0], each[1]) for each in bad)]:
                transfer = self._under_way.pop(handle)
                self._multi.remove_handle(handle)
                self._ended.put(transfer.ended(handle, error))
                self._idle.append(handle)
