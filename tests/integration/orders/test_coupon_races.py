"""Buyers at once, on data that is really committed: a coupon is used as often as it is good for, and no more."""

import datetime as dt
import itertools

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.marketing.errors import CouponRefused
from tenants.marketing.models import CouponUse
from tenants.marketing.services.switch_coupon import switch_coupon
from tenants.orders.models import Order
from tenants.orders.services.close_unpaid_order import close_unpaid_order
from tenants.orders.services.expire_orders import expire_orders
from tests.integration.orders.cases import STAFF
from tests.integration.orders.coupons import coupon, used
from tests.integration.orders.ordering import open_payment, order, says
from tests.integration.orders.test_case_races import at_once
from tests.world import committed_shop, make_shelf, now, stock

BUYERS = 20
_labels = itertools.count(1)


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"coupon-races-{next(_labels)}") as made:
        yield made


@pytest.fixture
def shelf(shop):
    made = make_shelf(shop)
    stock(shop, made, 60)
    return made


def buy(shelf, code, **fields):
    return lambda: order((shelf.sku, 1), coupon=code, **fields)


def reasons(results):
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, CouponRefused) for error in errors), errors
    return [error.data["reason"] for error in errors]


def test_of_twenty_buyers_of_one_use_one_has_it_and_nobody_elses_codes_are_held(shop, shelf):
    with tenant_context(shop):
        made = coupon("LAST", most_uses=1)
    assert reasons(at_once(shop, *[buy(shelf, "LAST")] * BUYERS)) == ["used_up"] * (BUYERS - 1)
    with tenant_context(shop):
        assert used(made) == 1
        assert Order.objects.filter(coupon_code="LAST").count() == 1


def test_of_twenty_orders_of_one_buyer_one_has_a_coupon_that_each_uses_once(shop, shelf):
    with tenant_context(shop):
        made = coupon(count=BUYERS, per_buyer=1)
        codes = list(made.codes.values_list("text", flat=True))
    results = at_once(shop, *[buy(shelf, code, contact="same@example.com") for code in codes])
    assert reasons(results) == ["used_by_buyer"] * (BUYERS - 1)
    with tenant_context(shop):
        assert used(made) == 1


def test_a_use_that_comes_back_is_had_by_one_of_those_who_want_it(shop, shelf):
    with tenant_context(shop):
        made = coupon("BACK", most_uses=1)
        first = order((shelf.sku, 1), coupon="BACK")

    def close():
        close_unpaid_order(order_id=first.id, reason="-", actor=STAFF, now=now())

    reasons(at_once(shop, close, *[buy(shelf, "BACK")] * 5))
    with tenant_context(shop):
        assert used(made) <= 1
        open_now = Order.objects.filter(coupon_code="BACK", status="pending_payment").count()
        assert open_now == used(made)


def test_closing_and_paying_at_once_end_with_one_use_of_a_paid_order(shop, shelf):
    with tenant_context(shop):
        made = coupon("BOTH", most_uses=9)
        placed = [order((shelf.sku, 1), coupon="BOTH") for _ in range(4)]
        payments = [open_payment(each) for each in placed]
        Order.objects.filter(coupon_code="BOTH").update(pay_by=now() - dt.timedelta(hours=1))
    works = [lambda payment=payment: says(payment) for payment in payments]
    sweeps = [lambda: expire_orders(now=now())] * 3
    results = at_once(shop, *works, *sweeps)
    assert not [result for result in results if isinstance(result, Exception)], results
    with tenant_context(shop):
        assert Order.objects.filter(coupon_code="BOTH", status="completed").count() == 4
        assert (used(made), CouponUse.objects.filter(coupon=made, beyond=True).count()) == (4, 0)


def test_after_it_is_switched_off_nobody_gets_it(shop, shelf):
    with tenant_context(shop):
        made = coupon("STOP")

    def off():
        switch_coupon(coupon_id=made.id, on=False, now=now())
        return CouponUse.objects.filter(coupon=made).count()

    results = at_once(shop, off, *[buy(shelf, "STOP")] * 8)
    assert set(reasons(results)) <= {"off"}
    with tenant_context(shop):
        assert CouponUse.objects.filter(coupon=made).count() == results[0]
