import pytest

from platform_core.tenancy.context import tenant_context
from tests.world import make_shelf, stock


@pytest.fixture
def inside(tenant):
    """In the shop."""
    with tenant_context(tenant):
        yield tenant


@pytest.fixture
def stocked(tenant):
    """A SKU with ten codes."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    return shelf
