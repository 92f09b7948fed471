"""A shop with an account at a small Alipay of its own, over real HTTP."""

from collections import Counter
from types import SimpleNamespace

import pytest

PLATFORM, SUPPLIER = "2088000000000099", "supplier@example.com"


@pytest.fixture(scope="session")
def institution():
    from tests.simulators.alipay.server import Alipay

    made = Alipay()
    yield made
    made.stop()


@pytest.fixture
def alipay(institution, monkeypatch):
    """The institution with nothing in its memory; gateways of this test ask it."""
    from tenants.payments.gateways.registry import get_gateway
    from tests.simulators.alipay.trades import Memory

    institution.memory, institution.calls = Memory(institution.seller_id), Counter()
    institution.trouble, institution.bill, institution.certificates = {}, None, None
    monkeypatch.setattr(get_gateway("alipay"), "live", institution.url)
    return institution


@pytest.fixture
def secrets(institution):
    """The keys of the account, as Alipay's tool hands them out."""
    from tests.simulators.alipay.signing import one_line

    public = one_line(institution.key.public_key())
    return {"private_key": one_line(institution.app_key), "alipay_public_key": public}


@pytest.fixture
def account(alipay, secrets):
    """For calls of the gateway itself."""
    from tenants.payments.gateways.base import Account

    settings = {"app_id": alipay.app_id, "seller_id": alipay.seller_id}
    return Account(None, "alipay", settings, secrets)


@pytest.fixture
def inside(tenant):
    """In the shop."""
    from platform_core.tenancy.context import tenant_context

    with tenant_context(tenant):
        yield tenant


@pytest.fixture
def paid_by_alipay(tenant, alipay, secrets):
    """The shop takes Alipay; of every payment 5 % are the platform's. Its shelf has ten codes, at 40.00 each."""
    from platform_core.tenancy.context import tenant_context
    from tenants.payments.models import GatewayAccount, SupplierReceiver
    from tenants.payments.services.save_account import save_account
    from tests.world import make_shelf, now, stock

    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    with tenant_context(tenant):
        save_account(
            gateway="alipay",
            settings={"app_id": alipay.app_id, "seller_id": alipay.seller_id},
            secrets=secrets,
            methods=["alipay_page", "alipay_wap", "alipay_qr"],
            enabled=True,
            by="test",
            now=now(),
        )
        GatewayAccount.objects.update(commission=500, commission_receiver=PLATFORM)
        SupplierReceiver.objects.create(
            supplier_id=shelf.contract.supplier_id, gateway="alipay", receiver=SUPPLIER, created_at=now()
        )
    return SimpleNamespace(shelf=shelf, sku=shelf.sku, platform=PLATFORM, supplier=SUPPLIER)


@pytest.fixture
def gateway(inside):
    """As the domain has it, in the shop."""
    from tenants.payments.gateways.registry import get_gateway

    return get_gateway("alipay")
