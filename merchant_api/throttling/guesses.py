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
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import DatabaseError, InterfaceError

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem
from merchant_api.throttling import valkey
from merchant_api.throttling.valkey import ValkeyAway
from platform_core.tenancy.client_address import ip_of, read_address

PER_ADDRESS: Final = 10  # misses
PER_MERCHANT: Final = 100  # misses
WINDOW: Final = 60.0  # seconds, sliding
LEASE: Final = 30.0  # seconds until the place of a process that was killed is free again
PATIENCE: Final = 2.0  # seconds to wait for guesses under way
POLL: Final = 0.01
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
    while True:
        try:
            answer = int(valkey.run(TAKE, guess.keys, args))
        except ValkeyAway:
            answer, guess.counted_here = _here.take(guess), True
        if answer == 0:
            return
        if answer > 0 or time.monotonic() > deadline:
            raise ApiProblem("code_guess_limited", retry_after=max(1, -(-answer // 1000)))
        time.sleep(POLL)


def _settle(guess: Guess) -> None:
    if guess.counted_here:
        if guess.found:
            _here.give_back(guess)
        return
    try:
        valkey.run(SETTLE, guess.keys, [guess.id, int(WINDOW * 1000), "0" if guess.found else "1"])
    except ValkeyAway:
        if not guess.found:
            _here.take(guess)


class _Counts:
    """Misses counted in this process: a guess counts at once and is given back when it hits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._misses: dict[str, deque[tuple[float, str]]] = {}

    def take(self, guess: Guess) -> int:
        """As ``TAKE``, but it never waits for others."""
        now, wait = time.monotonic(), 0.0
        with self._lock:
            if len(self._misses) > MOST_COUNTED:
                self._misses = {
                    key: found for key, found in self._misses.items() if found and found[-1][0] > now - WINDOW
                }
            for key, most in self._places(guess):
                found = self._misses.get(key)
                while found and found[0][0] <= now - WINDOW:
                    found.popleft()
                if found and len(found) >= most:
                    wait = max(wait, found[0][0] + WINDOW - now)
            if wait <= 0:
                for key, _ in self._places(guess):
                    self._misses.setdefault(key, deque()).append((now, guess.id))
        return int(wait * 1000) + 1 if wait > 0 else 0

    def give_back(self, guess: Guess) -> None:
        """It was a hit."""
        with self._lock:
            for key, _ in self._places(guess):
                kept = deque(each for each in self._misses.get(key, ()) if each[1] != guess.id)
                if kept:
                    self._misses[key] = kept
                else:
                    self._misses.pop(key, None)

    @staticmethod
    def _places(guess: Guess) -> tuple[tuple[str, int], ...]:
        return (guess.keys[0], PER_ADDRESS), (guess.keys[2], PER_MERCHANT)


_here = _Counts()
