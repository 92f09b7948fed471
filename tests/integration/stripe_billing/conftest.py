import pytest

from tests.simulators.stripe_billing.settings import KEY, SECRET
from tests.simulators.stripe_billing.simulator import BillingSimulator


@pytest.fixture(scope="session")
def billing_desk():
    """The simulator, for all tests."""
    from billing.providers.stripe_client import HTTP

    simulator = BillingSimulator()
    yield simulator
    HTTP.close()
    simulator.close()


@pytest.fixture
def desk(billing_desk, settings, monkeypatch):
    """A Stripe Billing of which nothing is known yet, where this platform is paid. Its clock stands still."""
    billing_desk.reset()
    billing_desk.hold_time()
    settings.KAQUAN_BILLING = "stripe"
    settings.KAQUAN_STRIPE_API = billing_desk.url
    settings.KAQUAN_STRIPE_KEY = KEY
    settings.KAQUAN_BILLING_WEBHOOK_SECRETS = ("whsec_theoldone00000001", SECRET)
    monkeypatch.setattr("billing.providers.stripe_client.RETRIES", 0)  # they would wait half a second
    return billing_desk


@pytest.fixture
def merchant(desk, tenant):
    """The shop ``alpha`` in its trial, which nobody at Stripe knows of."""
    from tests.integration.stripe_billing.subscriber import Subscriber

    found = Subscriber(desk, tenant)
    found.try_it()
    return found
