"""An order that is closed closes its payment at WeChat Pay, unless that was paid meanwhile."""

import pytest

from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order
from tenants.orders.services.expire_orders import expire_orders
from tenants.payments.enums import PaymentState
from tests.api.v1.testing import run_jobs
from tests.integration.orders.cases import fresh
from tests.integration.orders.ordering import open_payment, order
from tests.integration.wechatpay.paying import open_account
from tests.world import now


@pytest.mark.parametrize("paid", [False, True])
def test_an_order_that_is_closed_closes_its_payment_unless_that_was_paid(adapter, inside, stocked, wechat, paid):
    open_account(wechat.desk)
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    if paid:
        wechat.desk.pay(payment.number)
    Order.objects.update(pay_by=now())
    assert expire_orders(now=now()) == 1
    run_jobs()
    assert wechat.desk.payments[payment.number]["state"] == ("SUCCESS" if paid else "CLOSED")
    assert (fresh(placed).status, fresh(payment).state) == (
        (OrderStatus.COMPLETED, PaymentState.SUCCEEDED) if paid else (OrderStatus.CANCELED, PaymentState.CLOSED)
    )
