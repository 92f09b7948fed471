"""How cards are paid: no credit card for prepaid ones, large sums by transfer, methods where they serve, shares within their cap."""

import datetime as dt
import uuid

import pytest

from platform_core.compliance.errors import RuleRefused
from platform_core.tenancy.context import tenant_context
from tenants.console.case_words import words_of
from tenants.orders.services.refund_order import WantedBack, refund_order
from tenants.payments.models import GatewayRefund, Payment
from tenants.payments.services.check_balances import check_balances
from tenants.payments.services.check_payment import Intended, check_payment
from tests.integration.compliance.cards import (
    buy,
    card,
    make_shelf_with_codes,
    refusal,
    screenings,
    where,
)
from tests.integration.orders.ordering import open_payment, says
from tests.world import now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("worth", "method", "organisation", "rule"),
    [
        (50_000, "alipay_page", False, None),
        (50_000, "card", False, "CARD-04"),
        (4_999_999, "wechat_native", False, None),
        (5_000_000, "wechat_native", False, "CARD-04"),
        (499_999, "balance", True, None),
        (500_000, "balance", True, "CARD-04"),
        (0, "card", False, None),
    ],
)
def test_prepaid_cards_are_paid_in_ways_that_the_rule_allows(tenant, worth, method, organisation, rule):
    shelf = card(tenant)
    placed = buy(tenant, shelf)
    intended = Intended(placed.id, "sandbox", method, "CNY", worth, organisation, 0, {})
    with tenant_context(tenant):
        if rule is None:
            check_payment(intended=intended, now=now())
            return
        with pytest.raises(RuleRefused) as refused:
            check_payment(intended=intended, now=now())
    assert refused.value.data["rule"] == rule


def test_the_way_to_pay_is_asked_with_the_order_where_it_is_known(tenant):
    shelf = card(tenant)
    assert refusal(tenant, shelf, method="credit_card")["rule"] == "CARD-04"
    assert buy(tenant, shelf, method="alipay_page").card_worth
    assert buy(tenant, make_shelf_with_codes(tenant), method="credit_card").card_worth == 0


@pytest.mark.parametrize(
    ("method", "country", "fits"),
    [("card", "US", True), ("card", "CN", False), ("stripe_alipay", "AE", False), ("stripe_alipay", "HK", True),
     ("alipay_page", "CN", True), ("card", "", True)],
)  # fmt: skip
def test_a_method_serves_the_merchants_country(tenant, method, country, fits):
    placed = buy(tenant, make_shelf_with_codes(tenant))
    if country:
        where(tenant, **({"kind": "company"} if country == "CN" else {"kind": "overseas", "country": country}))
    intended = Intended(placed.id, "stripe", method, "CNY", 0, False, 0, {})
    with tenant_context(tenant):
        if fits:
            check_payment(intended=intended, now=now())
            return
        with pytest.raises(RuleRefused) as refused:
            check_payment(intended=intended, now=now())
    assert refused.value.data["rule"] == "PAY-03"


@pytest.mark.parametrize(
    ("gateway", "commission", "told", "fits"),
    [
        ("wechatpay", 3_000, "", True),
        ("wechatpay", 3_001, "", False),
        ("wechatpay", 3_500, "40", True),
        ("alipay", 3_500, "", True),
    ],
)
def test_the_commission_is_within_the_methods_cap(tenant, gateway, commission, told, fits):
    placed = buy(tenant, make_shelf_with_codes(tenant))
    intended = Intended(placed.id, gateway, "wechat_native", "CNY", 0, False, commission, {"max_split": told})
    with tenant_context(tenant):
        if fits:
            check_payment(intended=intended, now=now())
            return
        with pytest.raises(RuleRefused) as refused:
            check_payment(intended=intended, now=now())
    assert refused.value.data["rule"] == "PAY-04"


def test_balances_need_a_licensed_institution(tenant):
    with tenant_context(tenant):
        check_balances(licensed=True, now=now())
        with pytest.raises(RuleRefused) as refused:
            check_balances(licensed=False, now=now())
    assert refused.value.data["rule"] == "PAY-02"
    assert [row.verdict for row in screenings(tenant, "wallet")] == ["blocked"]


@pytest.mark.parametrize(
    ("method", "days", "fits"),
    [("stripe_alipay", 90, True), ("stripe_alipay", 91, False), ("card", 400, True), ("alipay_page", 400, True)],
)
def test_money_goes_back_through_alipay_of_stripe_for_ninety_days(tenant, method, days, fits):
    placed = buy(tenant, make_shelf_with_codes(tenant))
    wanted = WantedBack(uuid.uuid4(), None, [], "买家退款")
    with tenant_context(tenant):
        says(open_payment(placed))
        Payment.objects.update(method=method, paid_at=now() - dt.timedelta(days=days, hours=-1))
        if fits:
            assert refund_order(order_id=placed.id, wanted=wanted, actor="t", now=now()).amount == placed.amount
            return
        with pytest.raises(RuleRefused) as refused:
            refund_order(order_id=placed.id, wanted=wanted, actor="t", now=now())
        assert not GatewayRefund.objects.exists()
    assert "其他退款方式" in words_of(refused.value)
    assert screenings(tenant, "order", "PAY-03.R")[-1].verdict == "blocked"
