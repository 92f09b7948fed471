import pytest
import stripe

from tests.integration.billing_simulator.merchant import MARCH, Merchant
from tests.simulators.stripe_billing.settings import KEY
from tests.simulators.stripe_billing.simulator import BillingSimulator


@pytest.fixture(scope="module")
def billing_server():
    """The simulator, for all tests of a file."""
    simulator = BillingSimulator()
    yield simulator
    simulator.close()


@pytest.fixture
def desk(billing_server):
    """A Billing of which nothing is known yet; its clock stands at the beginning of March 2026."""
    billing_server.reset()
    billing_server.hold_time(MARCH)
    return billing_server


@pytest.fixture(scope="module")
def wire():
    """Connections of the SDK."""
    http = stripe.RequestsClient(timeout=(5, 10))
    yield http
    http.close()


@pytest.fixture
def client(desk, wire):
    """The official SDK, speaking to it."""
    return stripe.StripeClient(KEY, base_addresses={"api": desk.url}, max_network_retries=0, http_client=wire).v1


@pytest.fixture
def merchant(desk, client):
    """Three plans, and somebody who may take one."""
    return Merchant(desk, client)
