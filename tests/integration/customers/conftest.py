"""Buyers with accounts."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def shelf(tenant: Any, shelf: Any) -> Any:
    """A SKU with five codes."""
    from tests.world import stock

    stock(tenant, shelf, 5)
    return shelf
