import pytest


@pytest.fixture
def inside(tenant):
    """In the shop."""
    from platform_core.tenancy.context import tenant_context

    with tenant_context(tenant):
        yield tenant


@pytest.fixture
def stocked(tenant):
    """A SKU with ten codes."""
    from tests.world import make_shelf, stock

    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    return shelf
