import pytest


@pytest.fixture
def engine(monkeypatch, settings):
    """The provider that alpha owes a bill to."""
    from tests.integration.site.billing_desk import FakeEngine

    made = FakeEngine()
    settings.KAQUAN_BILLING = "stripe"
    for module in ("mark_paid", "sync_customer", "sync_invoice", "sync_subscription"):
        monkeypatch.setattr(f"billing.services.{module}.get_engine", lambda name="": made)
    return made


@pytest.fixture
def owing(tenant, engine):
    """``owing(amount)``: alpha owes it for ten days, and may put up nothing new."""
    from tests.integration.site.billing_desk import SMALL, owe

    return lambda amount=SMALL: owe(tenant, engine, amount)
