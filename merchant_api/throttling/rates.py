"""How often and how much at once a merchant may ask: token buckets per merchant and per key, by kind of operation.

One script decides over both buckets and the places of running requests and takes from all or from none, in one round trip
(no library at hand does more than one bucket at a time). A merchant whose plan has no limits costs nothing at all.

An empty bucket is remembered in the process until the next token can exist, so that a storm is answered without asking
anybody: by the key and kind here, by the request line in ``turnstile``, before anything else is done. From then on as many
requests go on to ask as there can be tokens, not all of a storm that was waiting for that moment. They look for the
token before Django is bothered: another process may have given it away.

Without Valkey requests go on unlimited: limits share a machine out fairly, and must not close a shop.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Any, Final

from merchant_api.throttling import valkey
from merchant_api.throttling.valkey import ValkeyAway
from tenants.access.authenticate import Caller

READ, WRITE, REVEAL, REDEEM = "read", "write", "reveal", "redeem"
KINDS: Final = {"codes:reveal": REVEAL, "codes:validate": REDEEM, "codes:redeem": REDEEM}
LEASE_MS: Final = 60_000  # after which the place of a request is free again whose process was killed
MOST_REMEMBERED: Final = 10_000

# A bucket is the moment at which it would be full again (GCRA). KEYS: bucket of the merchant and of the key, running
# requests. After this part: `wait`, the microseconds until one more is there; of what is left then, `left` and `next`.
BUCKETS: Final = """
local time = redis.call('TIME')
local now, second, wait, next, left, full = time[1] * 1000000 + time[2], 1000000, 0, 0, 1000000, {}
for bucket = 1, 2 do
  local interval = second / tonumber(ARGV[bucket])
  local known = tonumber(redis.call('GET', KEYS[bucket]) or '0')
  full[bucket] = math.max(now, math.min(known, now + second)) + interval
  local spare = second - (full[bucket] - now)
  if spare < -1 then wait = math.max(wait, math.ceil(-spare)) end
  next = math.max(next, math.ceil(interval - spare - 1))
  left = math.min(left, math.floor((spare + 1) / interval))
end
"""
# Takes from both, if it can: what stops it (0 nothing, 1 a bucket, 2 concurrency), the requests left, the microseconds until
# there is a next.
ADMIT: Final = (
    BUCKETS
    + """
if wait > 0 then return {1, 0, wait} end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[3]) then return {2, left + 1, 0} end
for bucket = 1, 2 do
  redis.call('SET', KEYS[bucket], string.format('%.17g', full[bucket]), 'PX', 1001)
end
redis.call('ZADD', KEYS[3], now + tonumber(ARGV[4]) * 1000, ARGV[5])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
return {0, left, next}
"""
)
WAIT: Final = BUCKETS + "return wait"  # takes nothing
RELEASE: Final = "return redis.call('ZREM', KEYS[1], ARGV[1])"


@dataclass(frozen=True, slots=True)
class Admission:
    """What was decided of a request.

    Args:
        rate: tokens a second of the merchant; no bucket fills faster.
        quota: tokens a second of the key.
        refusal: the problem's code; empty: it may go on.
        until: by the process's clock; before it there is no further token.
        keys: of both buckets and the running requests, in Valkey.
    """

    kind: str
    rate: int
    quota: int
    left: int
    refusal: str
    until: float
    keys: list[str]
    id: str

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes them; the window is a second."""
        return {
            "RateLimit-Policy": f'"{self.kind}";q={self.quota};w=1',
            "RateLimit": f'"{self.kind}";r={self.left};t=1',
        }

    def release(self) -> None:
        """The request is over."""
        if self.refusal:
            return
        try:
            valkey.run(RELEASE, self.keys[2:], [self.id])
        except ValkeyAway:
            pass  # the lease ends


@dataclass(slots=True)
class _Empty:
    """A bucket that was empty: its last word, and how many have gone on to ask since there can be a token again."""

    refusal: Admission
    asked: int = 0


_refused: dict[Any, _Empty] = {}
_lock = threading.Lock()


def kind_of(scope: str | None, method: str) -> str:
    """Which bucket an operation takes from, by the scope that it declares."""
    if scope in KINDS:
        return KINDS[scope]
    reads = method in {"GET", "HEAD", "OPTIONS"} or (scope or "").endswith(":read")
    return READ if reads else WRITE


def admit(caller: Caller, kind: str, request_id: str) -> Admission | None:
    """May the request go on?

    Returns:
        None for a merchant without limits, and without Valkey. What is let in holds a place until its ``release``.
    """
    limits = caller.api_limits
    if limits is None:
        return None
    known = recall((caller.key_id, kind))
    if known is not None:
        return known
    rate: int = getattr(limits, kind)
    of_key = max(1, rate * limits.key_share // 100)
    mode = "live" if caller.livemode else "test"
    # The braces keep all keys of a merchant on one node of a cluster.
    place = f"rate:{{{caller.live_tenant.id.hex}}}:{mode}"
    keys = [f"{place}:{kind}", f"{place}:{kind}:{caller.key_id.hex}", f"{place}:running"]
    asked_at = time.monotonic()
    try:
        stopped, left, next_in = valkey.run(ADMIT, keys, [rate, of_key, limits.concurrency, LEASE_MS, request_id])
    except ValkeyAway:
        return None
    refusal = ("", "rate_limited", "concurrency_limited")[stopped]
    admission = Admission(kind, rate, of_key, left, refusal, asked_at + next_in / 1e6, keys, request_id)
    if left == 0:
        remember((caller.key_id, kind), admission)
    return admission


def remember(question: tuple[Any, ...], last: Admission) -> None:
    """A bucket is empty: refuse the same question until its next token can exist."""
    if len(_refused) >= MOST_REMEMBERED:
        _refused.clear()
    _refused[question] = _Empty(replace(last, refusal="rate_limited"))


def recall(question: tuple[Any, ...]) -> Admission | None:
    """The refusal that still holds, or None: this one may ask, for which there can be a token."""
    known = _refused.get(question)
    if known is None:
        return None
    last = known.refusal
    with _lock:
        # The first token came with `until`; after a second there can be as many as a bucket holds.
        further = (time.monotonic() - last.until) * last.rate
        if further >= last.rate:
            _refused.pop(question, None)
        elif further < known.asked:
            return replace(last, until=last.until + known.asked / last.rate)
        known.asked += 1
        return None


def look(question: tuple[Any, ...]) -> Admission | None:
    """As ``recall``, and where a token may be there it is looked for before all else, and not taken.

    Another process may have been quicker; inside of Django that is learned only after the key was checked.
    """
    known, refused = _refused.get(question), recall(question)
    if known is None or refused is not None:
        return refused
    last, asked_at = known.refusal, time.monotonic()
    try:
        wait = valkey.run(WAIT, last.keys, [last.rate, last.quota])
    except ValkeyAway:
        return None
    if wait == 0:
        return None
    refused = replace(last, until=asked_at + wait / 1e6)
    remember(question, refused)
    return refused


def forget_refusals() -> None:
    """As a fresh process."""
    _refused.clear()
