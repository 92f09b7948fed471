"""Cache keys carry the tenant: two shops on one server never meet in Valkey."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache

from platform_core.tenancy.backend.session import connection

# Count and set the end of the window in one step: a counter that never expires would lock its address out for ever.
COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


def make_key(key: str, key_prefix: str, version: int) -> str:
    """``<schema>:<prefix>:<version>:<key>``; ``public`` outside every tenant."""
    return f"{connection.schema_name}:{key_prefix}:{version}:{key}"


@functools.cache
def _script() -> Any:
    client: Any = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    return client.register_script(COUNT)


def find_present(keys: Sequence[str]) -> set[str]:
    """Which of some keys of the current tenant are set, in one round trip; none when the cache cannot be reached."""
    try:
        client: Any = cache._cache.get_client(None, write=False)  # type: ignore[attr-defined]
        return {
            key for key, value in zip(keys, client.mget([cache.make_key(key) for key in keys]), strict=True) if value
        }
    except Exception:
        return set()


def count_up(key: str, *, window: int) -> int:
    """Count an event under ``key`` in the current tenant, in one round trip.

    Args:
        window: seconds from the first event on, after which counting begins anew.

    Returns:
        How many there were in this window, this one included; 0 when the cache cannot be reached: a lost cache must not
        close a shop.
    """
    try:
        return int(_script()(keys=[cache.make_key(key)], args=[window]))
    except Exception:
        return 0
