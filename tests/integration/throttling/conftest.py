"""A Valkey of their own for tests that take it away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from merchant_api.throttling import valkey
from platform_core.runtime.embedded_valkey import EmbeddedValkey


def forget_connections() -> None:
    """As a fresh process: no client, no failure remembered."""
    valkey._client.cache_clear()
    valkey._script.cache_clear()
    valkey._asks_again_at = 0.0


@pytest.fixture
def own_valkey(tmp_path, settings) -> Iterator[EmbeddedValkey]:
    """A running server that only limits use; the test may kill and start it."""
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:3]:
        parent.chmod(0o755)
    with EmbeddedValkey(tmp_path / "valkey") as server:
        settings.REDIS_URL = server.url
        forget_connections()
        yield server
    forget_connections()
