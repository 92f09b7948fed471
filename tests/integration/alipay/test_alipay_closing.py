"""An order that is closed closes its trade at Alipay, unless that was paid meanwhile."""

import httpx
import pytest

from platform_core.tenancy.context import tenant_context
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order
from tenants.orders.services.expire_orders import expire_orders
from tenants.payments.enums import PaymentState
from tenants.payments.models import Payment
from tests.api.v1.testing import run_jobs
from tests.integration.alipay.test_alipay_orders import buy
from tests.world import now, shop


@pytest.mark.parametrize("paid", [False, True])
def test_an_order_that_is_closed_closes_its_trade_unless_that_was_paid(tenant, alipay, paid_by_alipay, paid):
    placed = buy(shop(tenant), paid_by_alipay.sku)
    httpx.get(placed.headers["Location"], trust_env=False)  # the buyer looks at Alipay's page
    trade = next(iter(alipay.memory.trades.values()))
    if paid:
        alipay.memory.pay(trade.out_trade_no)
    with tenant_context(tenant):
        Order.objects.update(pay_by=now())
        assert expire_orders(now=now()) == 1
        run_jobs()
        assert trade.status == ("TRADE_SUCCESS" if paid else "TRADE_CLOSED")
        assert Payment.objects.get().state == (PaymentState.SUCCEEDED if paid else PaymentState.CLOSED)
        assert Order.objects.get().status == (OrderStatus.COMPLETED if paid else OrderStatus.CANCELED)
