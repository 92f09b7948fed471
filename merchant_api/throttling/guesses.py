"""Whoever tries codes that do not exist is stopped: misses are limited per address, and per merchant.

A guess takes a place before anything is looked up and gives it back when the code exists, so the limit is exact however
many guesses run at once. Where the places are taken by guesses still under way, the next one waits for their end: a till
that scans fifty good codes at once is never taken for a guesser.

Ten a minute and address come from the contract. A hundred a minute and merchant is ten addresses at their limit: far more
than the mistypings of a large chain, and for codes of 80 bits (our own) nothing. What it is for are short foreign codes and a
stolen key in many hands: of 12 digits and a million live ones, one guess in a million hits, so a hundred a minute find one a week.

Without Valkey every process counts for itself: guessing gets cheaper by the number of processes, never free.
"""

from __future__ import annotations

import ipaddress
import itertools
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import DatabaseError, InterfaceError
from redis.backoff import EqualJitterBackoff

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem
from merchant_api.throttling import valkey
from merchant_api.throttling.valkey import ValkeyAway
from platform_core.tenancy.client_address import ip_of, read_address

PER_ADDRESS: Final = 10  # misses
PER_MERCHANT: Final = 100  # misses
WINDOW: Final = 60.0  # seconds, sliding
LEASE: Final = 30.0  # seconds until the place of a process that was killed is free again
PATIENCE: Final = 5.0  # seconds to wait for guesses under way; they take milliseconds, a machine that stalls seconds
POLLS: Final = EqualJitterBackoff(cap=0.1, base=0.01)  # seconds between them: many that wait do not keep Valkey busy
MOST_COUNTED: Final = 10_000  # addresses that a process counts by itself

# KEYS: misses and guesses under way of the address, then of the merchant. Answers 0 (go on), -1 (wait for others), or the
# milliseconds until the oldest miss is forgotten.
TAKE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window, lease, busy, wait = tonumber(ARGV[2]), tonumber(ARGV[3]), false, 0
for level = 0, 1 do
  local misses, running, most = KEYS[level * 2 + 1], KEYS[level * 2 + 2], tonumber(ARGV[level + 4])
  redis.call('ZREMRANGEBYSCORE', misses, '-inf', now - window)
  redis.call('ZREMRANGEBYSCORE', running, '-inf', now)
  local missed = redis.call('ZCARD', misses)
  if missed >= most then
    local oldest = redis.call('ZRANGE', misses, missed - most, missed - most, 'WITHSCORES')
    wait = math.max(wait, tonumber(oldest[2]) + window - now, 1)
  elseif missed + redis.call('ZCARD', running) >= most then
    busy = true
  end
end
if wait > 0 then return wait end
if busy then return -1 end
for level = 0, 1 do
  redis.call('ZADD', KEYS[level * 2 + 2], now + lease, ARGV[1])
  redis.call('PEXPIRE', KEYS[level * 2 + 2], lease)
end
return 0
"""
SETTLE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for level = 0, 1 do
  redis.call('ZREM', KEYS[level * 2 + 2], ARGV[1])
  if ARGV[3] == '1' then
    redis.call('ZADD', KEYS[level * 2 + 1], now, ARGV[1])
    redis.call('PEXPIRE', KEYS[level * 2 + 1], ARGV[2])
  end
end
"""


class Guess:
    """One look-up of a code that somebody typed."""

    def __init__(self, merchant: str, address: str) -> None:
        self.id = uuid.uuid4().hex
        self.found = False
        self.counted_here = False
        # The braces keep all keys of a merchant on one node of a cluster.
        both = (f"guess:{{{merchant}}}:{address}", f"guess:{{{merchant}}}")
        self.keys = [f"{key}:{kind}" for key in both for kind in ("misses", "running")]

    def hit(self) -> None:
        """Say that the code exists, whatever its state: nothing was guessed in vain."""
        self.found = True


@contextmanager
def guessing(request: Any) -> Iterator[Guess]:
    """Around the look-up of a code: one that does not exist counts as a miss of the caller.

    Use: ``with guessing(request) as guess:``, look up, ``guess.hit()`` as soon as the code is known to exist. Leaving the
    block without it, or by a refusal, is a miss; a failing database is none, for it told nothing. What can be refused
    without looking belongs before the block.

    Args:
        request: authenticated.

    Raises:
        ApiProblem: ``code_guess_limited``, before anything is looked up.
    """
    caller = caller_of(request)
    mode = "live" if caller.livemode else "test"
    guess = Guess(f"{caller.live_tenant.id.hex}:{mode}", _network(ip_of(request)))
    _take(guess)
    try:
        yield guess
    except (DatabaseError, InterfaceError):
        guess.hit()
        raise
    finally:
        _settle(guess)


def _network(ip: str) -> str:
    """Who has one IPv6 address has 2⁶⁴ of them."""
    address = read_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return ip


def _take(guess: Guess) -> None:
    args: list[str | int] = [guess.id, int(WINDOW * 1000), int(LEASE * 1000), PER_ADDRESS, PER_MERCHANT]
    deadline = time.monotonic() + PATIENCE
    for polls in itertools.count():
        try:
            answer, guess.counted_here = int(valkey.run(TAKE, guess.keys, args)), False
        except ValkeyAway:
            answer, guess.counted_here = _here.take(guess), True
        if answer == 0:
            return
        if answer > 0 or time.monotonic() > deadline:
            raise ApiProblem("code_guess_limited", retry_after=max(1, -(-answer // 1000)))
        time.sleep(POLLS.compute(polls))


def _settle(guess: Guess) -> None:
    if not guess.counted_here:
        try:
            valkey.run(SETTLE, guess.keys, [guess.id, int(WINDOW * 1000), "0" if guess.found else "1"])
            return
        except ValkeyAway:
            pass  # its place there goes with the lease
    _here.settle(guess)


@dataclass(slots=True)
class _Count:
    """Of one address or merchant: the moments of its misses, and the guesses under way."""

    misses: deque[float] = field(default_factory=deque)
    running: set[str] = field(default_factory=set)

    def forget(self, before: float) -> bool:
        """Misses up to a moment; says whether anything is left."""
        while self.misses and self.misses[0] <= before:
            self.misses.popleft()
        return bool(self.misses or self.running)


class _Counts:
    """What the scripts do, for this process alone; it needs no lease, for its guesses end with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, _Count] = {}

    def take(self, guess: Guess) -> int:
        """As ``TAKE``."""
        now, wait, busy = time.monotonic(), 0.0, False
        with self._lock:
            if len(self._counts) > MOST_COUNTED:
                self._counts = {key: count for key, count in self._counts.items() if count.forget(now - WINDOW)}
            counts = [(self._counts.setdefault(key, _Count()), most) for key, most in self._places(guess)]
            for count, most in counts:
                count.forget(now - WINDOW)
                if len(count.misses) >= most:
                    wait = max(wait, count.misses[-most] + WINDOW - now)
                elif len(count.misses) + len(count.running) >= most:
                    busy = True
            if wait > 0:
                return int(wait * 1000) + 1
            if busy:
                return -1
            for count, _ in counts:
                count.running.add(guess.id)
            return 0

    def settle(self, guess: Guess) -> None:
        """As ``SETTLE``; the guess may have been taken elsewhere."""
        with self._lock:
            for key, _ in self._places(guess):
                count = self._counts.setdefault(key, _Count())
                count.running.discard(guess.id)
                if not guess.found:
                    count.misses.append(time.monotonic())

    @staticmethod
    def _places(guess: Guess) -> tuple[tuple[str, int], ...]:
        return (guess.keys[0], PER_ADDRESS), (guess.keys[2], PER_MERCHANT)


_here = _Counts()
