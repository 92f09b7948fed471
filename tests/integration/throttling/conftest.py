"""A Valkey of their own for tests that take it away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from merchant_api.throttling import valkey
from platform_core.runtime.embedded_valkey import EmbeddedValkey


def forget_connections() -> None:
    """As a fresh process: no client, no failure remembered."""
    valkey._client.cache_clear()
    valkey._script.cache_clear()
    valkey._asks_again_at = 0.0


@pytest.fixture
def own_valkey(settings) -> Iterator[EmbeddedValkey]:
    """A running server that only limits use; the test may kill and start it."""
    folder = Path(tempfile.mkdtemp(prefix="kaquan-limits-", dir="/tmp"))
    folder.chmod(0o755)  # the server account must pass through
    with EmbeddedValkey(folder / "valkey") as server:
        settings.REDIS_URL = server.url
        forget_connections()
        yield server
    forget_connections()
    shutil.rmtree(folder, ignore_errors=True)
