"""Committed data and real processes: races cannot be seen inside one rolled-back transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Platform


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The whole platform, once."""
    import os

    folder = Path(tmp_path_factory.mktemp("platform"))
    given = os.environ.get("KAQUAN_TEST_POSTGRES_BIN")
    options = ["--no-demo", *(["--postgres-bin", given] if given else [])]
    running = Platform(folder / "data", *options)
    running.start()
    yield running
    running.stop()
