"""Who calls the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.webhooks.receiver import Receiver, receiving


@pytest.fixture
def client(tenant: Any) -> Any:
    """The shop ``alpha`` with a key that may do everything."""
    from tests.world import api, make_key

    return api(make_key(tenant))


@pytest.fixture
def gift(tenant: Any) -> Any:
    """A gift card SKU of 50.00."""
    from tests.api.v1.cards import GIFT
    from tests.world import make_shelf

    return make_shelf(tenant, **GIFT)


@pytest.fixture
def tester(tenant: Any, stocked_twins: None) -> Any:
    """A client with a test key, whose shop is stocked."""
    from tests.world import api, make_key

    return api(make_key(tenant, livemode=False))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A merchant's system that takes every webhook."""
    yield from receiving()
