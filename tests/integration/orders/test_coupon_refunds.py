"""What goes back of an order with a coupon is never more than was paid, code by code to the minor unit; its use stays used."""

import pytest

from tenants.finance.days import Period, shop_day
from tenants.issuance.enums import CodeStatus, Disposition
from tenants.issuance.errors import RefundExceedsAmount
from tenants.issuance.models import Issuance, RefundedCode
from tenants.issuance.selectors import get_price_of_missing, list_prices_of
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.issuance.services.refund_issuance import WantedRefund, refund_issuance
from tenants.orders.enums import OrderStatus
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.complete_restocked import complete_restocked
from tenants.payments.errors import RefundExceedsPayment
from tenants.reporting.selectors import list_figures
from tenants.reporting.services.make_figures import make_figures
from tests.integration.orders.cases import STAFF, case_of, deliver, fresh, refund, settle, sold_out
from tests.integration.orders.coupons import coupon, percent, used
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.integration.orders.test_order_refunds import back
from tests.world import make_shelf, now, stock


def paid(shelf, quantity, code):
    placed = order((shelf.sku, quantity), coupon=code)
    says(open_payment(placed))
    return fresh(placed)


def test_the_whole_that_goes_back_is_what_was_paid(inside, stocked, refunds):
    made = percent("TEN", 10, most_uses=1)
    placed = paid(stocked, 2, "TEN")
    with pytest.raises(RefundExceedsPayment):
        back(placed, 8101)
    back(placed)
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.REFUNDED, 8100)
    balances = books()
    assert balances["SALES"] + balances["COUPONS"] + balances["REFUNDS"] == 0
    assert used(made) == 1


def test_codes_that_go_back_one_by_one_come_to_what_was_paid(inside, stocked, refunds):
    coupon("ODD", amount_off=1000)
    placed = paid(stocked, 3, "ODD")
    given = []
    for code in list_codes_of(placed):
        price = list_prices_of(placed.issuance_id, {code.stored.id: code.line_id})[code.stored.id]
        given.append(price)
        back(placed, price, codes=[code.stored.id])
        settle()
    assert (sum(given), sorted(given)) == (placed.amount, [4166, 4167, 4167])
    assert fresh(placed).status == OrderStatus.REFUNDED
    assert [code.path_status for code in list_codes_of(placed)] == [CodeStatus.VOIDED] * 3
    assert sum(RefundedCode.objects.values_list("amount", flat=True)) == placed.amount
    books()


def test_the_api_refunds_no_more_of_it_either(inside, stocked):
    percent("TEN", 10)
    placed = paid(stocked, 2, "TEN")
    assert Issuance.objects.get(pk=placed.issuance_id).amount == 8100

    def ask(amount, codes=()):
        wanted = WantedRefund(placed.issuance_id, codes, amount, Disposition.VOID, f"r-{amount}", bytes(32))
        return refund_issuance(wanted=wanted, actor="api", now=now())

    first, _second = list_codes_of(placed)
    with pytest.raises(RefundExceedsAmount):
        ask(4500, [first.stored.id])
    with pytest.raises(RefundExceedsAmount):
        ask(9000)
    assert ask(None, [first.stored.id]).amount == 4050


def test_the_rest_that_never_came_is_given_back_at_its_price(inside, empty, tenant, refunds):
    coupon("ODD", amount_off=1000)
    placed, case = sold_out(empty, 3, coupon="ODD")
    deliver(case, wait=True)
    stock(tenant, empty, 1)
    fill_backorders(now=now())
    complete_restocked(now=now())
    placed = fresh(placed)
    assert Issuance.objects.get(pk=placed.issuance_id).amount == 4500 - 333
    assert get_price_of_missing(placed.issuance_id) == placed.amount - 4500 + 333
    refund(case, amount=placed.amount - 4500 + 333)
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.PARTIALLY_REFUNDED, 9000 - 667)
    books()


def test_what_came_later_adds_up_to_what_was_paid(inside, empty, tenant):
    coupon("ODD", amount_off=1000)
    placed, case = sold_out(empty, 3, coupon="ODD")
    deliver(case, wait=True)
    for number in range(3):
        stock(tenant, empty, [f"L-{number}"])
        fill_backorders(now=now())
    assert Issuance.objects.get(pk=fresh(placed).issuance_id).amount == placed.amount == 12_500
    assert books()["COUPONS"] == 1000


def test_money_of_another_amount_that_is_accepted_keeps_the_discount(inside, stocked, refunds):
    made = percent("TEN", 10)
    placed = order((stocked.sku, 2), coupon="TEN")
    says(open_payment(placed), amount=8000)
    assert "COUPONS" not in books()
    accept_wrong_amount(case_id=case_of(placed, "wrong_amount").id, actor=STAFF, now=now())
    balances = books()
    assert (balances["SALES"], balances["COUPONS"], used(made)) == (-8900, 900, 1)
    with pytest.raises(RefundExceedsPayment):
        back(placed, 8001)


def test_money_of_another_amount_that_goes_back_gives_the_use_back(inside, stocked, refunds):
    made = percent("TEN", 10)
    placed = order((stocked.sku, 2), coupon="TEN")
    says(open_payment(placed), amount=8000)
    assert used(made) == 1
    refund(case_of(placed, "wrong_amount"))
    settle()
    assert (fresh(placed).status, used(made)) == (OrderStatus.CANCELED, 0)
    assert books() == {k: v for k, v in books().items() if k not in {"COUPONS", "SALES", "REFUNDS"}}


def test_reports_say_of_each_product_what_was_let_off_and_what_went_back(inside, stocked, tenant, refunds):
    other, third = make_shelf(tenant, price=1_000), make_shelf(tenant, price=3_333)
    for shelf in (other, third):
        stock(tenant, shelf, 5)
    percent("PART", 33, product_ids=[other.product.id, third.product.id])
    placed = order((stocked.sku, 1), (other.sku, 1), (third.sku, 1), coupon="PART")
    says(open_payment(placed))
    assert placed.discount == 1_429
    period = Period(shop_day(now()), shop_day(now()))

    def figures():
        return {row.id: (row.gross, row.discounts, row.refunds) for row in list_figures(period)}

    sold = {stocked.sku.id: (4500, 0, 0), other.sku.id: (1000, 330, 0), third.sku.id: (3333, 1099, 0)}
    assert figures() == sold
    back(placed)
    assert figures() == {sku_id: (gross, off, gross - off) for sku_id, (gross, off, _none) in sold.items()}
    make_figures(now=now())
    assert figures() == {sku_id: (gross, off, gross - off) for sku_id, (gross, off, _none) in sold.items()}
