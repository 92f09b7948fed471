import pytest

from tests.simulators.stripe.events import PLATFORM
from tests.simulators.stripe.simulator import StripeSimulator


@pytest.fixture(scope="session")
def stripe_server():
    """The simulator, for all tests."""
    from tenants.payments.gateways.stripe_client import HTTP

    simulator = StripeSimulator()
    yield simulator
    HTTP.close()
    simulator.close()


@pytest.fixture
def institution(stripe_server, settings, monkeypatch):
    """A Stripe of which nothing is known yet but the platform, two connected merchants, a supplier and one merchant on its own."""
    from tests.integration.payments.stripe_shop import ACCOUNT, OTHER_ACCOUNT, OWN_KEY, PLATFORM_KEY

    stripe_server.reset()
    stripe_server.keys = {PLATFORM_KEY: PLATFORM, OWN_KEY: "acct_own00000001"}
    stripe_server.connected = {ACCOUNT, OTHER_ACCOUNT, "acct_supplier0001"}
    settings.KAQUAN_STRIPE_API = stripe_server.url
    monkeypatch.setattr("tenants.payments.gateways.stripe_client.RETRIES", 0)  # they would wait half a second
    return stripe_server


@pytest.fixture
def inside(tenant):
    """In the shop."""
    from platform_core.tenancy.context import tenant_context

    with tenant_context(tenant):
        yield tenant


@pytest.fixture
def merchant(institution, inside):
    """The shop, connected; the platform takes a tenth. Its account as adapters see it."""
    from tests.integration.payments.stripe_shop import open_account

    return open_account()


@pytest.fixture
def stocked(tenant):
    """A SKU with ten codes at 45.00 that cost 40.00."""
    from tests.world import make_shelf, stock

    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    return shelf
