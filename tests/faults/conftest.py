"""One platform for all that kill its parts: what a test did to it must not disturb the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live import Platform, running_platform


@pytest.fixture(scope="package")
def platform() -> Iterator[Platform]:
    """The whole platform, without demo."""
    with running_platform("--no-demo") as running:
        yield running
