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


@pytest.fixture
def refunds(monkeypatch):
    """Refunds that the sandbox was asked for, by number; ``.answer`` is what it says."""
    from tenants.payments.enums import RefundState
    from tenants.payments.gateways import registry
    from tenants.payments.gateways.base import RefundAnswer

    real = registry.get_gateway("sandbox")

    class Asked(dict):
        answer = RefundState.SUCCEEDED

    asked = Asked()

    def refund(account, known, wanted):
        asked[wanted.number] = (known.number, known.amount, wanted.amount)
        return RefundAnswer(asked.answer, f"done-{wanted.number}", "")

    monkeypatch.setattr(real, "refund", refund)
    return asked


@pytest.fixture
def empty(tenant, inside):
    """A SKU without codes."""
    from tests.world import make_shelf

    return make_shelf(tenant)
