"""Committed data and real processes: races cannot be seen inside one rolled-back transaction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live import Platform, running_platform


@pytest.fixture(scope="package")
def platform() -> Iterator[Platform]:
    """The whole platform, once."""
    import os

    given = os.environ.get("KAQUAN_TEST_POSTGRES_BIN")
    options = ["--no-demo", *(["--postgres-bin", given] if given else [])]
    with running_platform(*options) as running:
        yield running
