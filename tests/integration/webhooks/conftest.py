from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Takes everything."""
    yield from receiving()
