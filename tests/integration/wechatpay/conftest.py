from __future__ import annotations

import pytest


@pytest.fixture
def wechat():
    """The institution, fresh, on a port of its own."""
    from tenants.payments.gateways.wechatpay import client
    from tests.simulators.wechatpay.desk import Desk
    from tests.simulators.wechatpay.server import running

    client._client.cache_clear()
    with running(Desk()) as server:
        yield server


@pytest.fixture
def adapter(wechat, monkeypatch):
    """Our adapter, pointed at it; the shop finds it under its name."""
    from tenants.payments.gateways import registry
    from tenants.payments.gateways.wechatpay.gateway import WechatPayGateway

    made = WechatPayGateway(base_url=wechat.url, api_url=wechat.url)
    others = registry._gateway
    monkeypatch.setattr(registry, "_gateway", lambda name: made if name == made.name else others(name))
    return made


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
