import pytest

from tests.simulators.stripe_billing.settings import KEY, SECRET
from tests.simulators.stripe_billing.simulator import BillingSimulator


@pytest.fixture(scope="session")
def stripe_billing():
    """The simulator, for all tests."""
    from billing.providers.stripe_client import HTTP

    simulator = BillingSimulator()
    yield simulator
    HTTP.close()
    simulator.close()


@pytest.fixture
def desk(stripe_billing, settings, monkeypatch):
    """Stripe, where this platform is paid; its clock stands at this moment."""
    stripe_billing.reset()
    stripe_billing.hold_time()
    settings.KAQUAN_BILLING = "stripe"
    settings.KAQUAN_STRIPE_API = stripe_billing.url
    settings.KAQUAN_STRIPE_KEY = KEY
    settings.KAQUAN_BILLING_WEBHOOK_SECRETS = (SECRET,)
    monkeypatch.setattr("billing.providers.stripe_client.RETRIES", 0)
    monkeypatch.setattr("tenants.console.views.billing.EVERY", 0)
    return stripe_billing
