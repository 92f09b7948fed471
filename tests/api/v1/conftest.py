"""Who calls the API."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def client(tenant: Any) -> Any:
    """The shop ``alpha`` with a key that may do everything."""
    from tests.world import api, make_key

    return api(make_key(tenant))
