"""Limits live in Valkey, each decision one script: exact however many processes ask.

A limit must never be what takes the product down: patience is short, and after a failure nobody asks for a while, so
that a Valkey that is away costs a request nothing. What then holds is decided by who asked.
"""

from __future__ import annotations

import functools
import logging
import time
from typing import Any, Final

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)
PATIENCE: Final = 0.25  # seconds for an answer that takes a tenth of a millisecond
PAUSE: Final = 1.0  # seconds without asking after a failure
_asks_again_at = 0.0


class ValkeyAway(Exception):
    """Valkey does not answer as it should, or did not a moment ago."""


@functools.cache
def _client() -> redis.Redis:
    # One retry: after a restart of Valkey every connection that was kept open fails once.
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),
        max_connections=10_000,  # one a thread that asks; a bound that is met would look like a Valkey that is away
    )


@functools.cache
def _script(text: str) -> Any:
    return _client().register_script(text)


def run(script: str, keys: list[str], args: list[str | int]) -> Any:
    """Run a script in Valkey, in one round trip; it is sent once and then named by its hash.

    Raises:
        ValkeyAway: it cannot be reached, or refuses.
    """
    global _asks_again_at
    if time.monotonic() < _asks_again_at:
        raise ValkeyAway
    try:
        return _script(script)(keys=keys, args=args)
    except (redis.RedisError, OSError) as error:  # also one that is full, or a replica that may not write
        _asks_again_at = time.monotonic() + PAUSE
        logger.warning("limits are without Valkey: %s: %s", type(error).__name__, error)
        raise ValkeyAway from error
