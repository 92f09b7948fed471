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


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedValkey]:
    """For the tests of one module."""
    folder = Path(tempfile.mkdtemp(prefix="kaquan-limits-", dir="/tmp"))
    folder.chmod(0o755)  # the server account must pass through
    with EmbeddedValkey(folder / "valkey") as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_valkey(server, settings) -> Iterator[EmbeddedValkey]:
    """Running and empty; only limits use it, so a test may kill and start it."""
    if not server.is_ready():
        server.start()
    settings.REDIS_URL = server.url
    forget_connections()
    valkey._client().flushall()
    yield server
    forget_connections()
