"""A coupon is taken with the order, given back with an order that nobody pays, and kept by one that was paid."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from platform_core.tenancy.context import tenant_context
from tenants.catalog.facts import offers_of
from tenants.catalog.models import Category, Product
from tenants.marketing.errors import CouponCodeTaken, CouponTermsInvalid
from tenants.marketing.models import Coupon, CouponCode, CouponUse
from tenants.marketing.selectors import get_discount
from tenants.marketing.services.change_coupon import change_coupon
from tenants.marketing.services.make_codes import make_codes
from tenants.marketing.services.switch_coupon import switch_coupon
from tenants.marketing.terms import Terms
from tenants.orders.couponing import items_of
from tenants.orders.models import Order, OrderLine
from tenants.orders.services.close_orders import close_orders
from tenants.orders.services.close_unpaid_order import close_unpaid_order
from tenants.orders.services.erase_person import erase_person
from tenants.orders.services.expire_orders import expire_orders
from tenants.orders.services.place_order import PAY_WITHIN
from tests.integration.orders.cases import STAFF, fresh, left
from tests.integration.orders.coupons import coupon, percent, refused, used
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import make_shelf, now, stock

DAY = dt.timedelta(days=1)


def test_an_order_pays_less_and_the_books_show_what_was_let_off(inside, stocked):
    made = percent("TEN", 10)
    placed = order((stocked.sku, 2), coupon=" t-e-n ")
    assert (placed.amount, placed.discount, placed.coupon_code, placed.gross) == (8100, 900, "TEN", 9000)
    payment = open_payment(placed)
    assert payment.amount == 8100
    says(payment)
    balances = books()
    assert (balances["SALES"], balances["COUPONS"], balances["PROVIDER_BALANCE"]) == (-9000, 900, 8100)
    assert used(made) == 1


def test_an_order_without_a_coupon_books_no_discount(inside, stocked):
    says(open_payment(order((stocked.sku, 1))))
    assert "COUPONS" not in books()
    assert not CouponUse.objects.exists()


def test_the_discount_is_divided_among_the_lines_that_it_is_for(inside, tenant, stocked):
    other, dear = make_shelf(tenant), make_shelf(tenant, price=10_001)
    for shelf in (other, dear):
        stock(tenant, shelf, 5)
    coupon("SOME", amount_off=100, sku_ids=[stocked.sku.id], product_ids=[dear.product.id])
    placed = order((stocked.sku, 1), (other.sku, 1), (dear.sku, 1), coupon="SOME")
    shares = dict(OrderLine.objects.filter(order=placed).values_list("sku_id", "discount"))
    assert shares == {stocked.sku.id: 31, other.sku.id: 0, dear.sku.id: 69}
    assert placed.amount == 4500 * 2 + 10_001 - 100


def test_a_coupon_for_a_category_is_for_its_products_alone(inside, tenant, stocked):
    group = Category.objects.create(name="游戏", slug="games")
    coupon("GAMES", group_ids=[group.id])
    with refused("not_for_these"):
        order((stocked.sku, 1), coupon="GAMES")
    Product.objects.filter(pk=stocked.product.pk).update(category=group)
    assert order((stocked.sku, 1), coupon="GAMES").discount == 500


def test_something_is_always_left_to_be_paid(inside, stocked):
    coupon("ALL", amount_off=99_999)
    placed = order((stocked.sku, 1), coupon="ALL")
    assert (placed.amount, placed.discount) == (1, 4499)


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"starts_at": now() + DAY}, "not_begun"),
        ({"ends_at": now() - DAY}, "over"),
        ({"minimum": 4501}, "below_minimum"),
        ({"currency": "USD"}, "other_currency"),
    ],
    ids=["early", "late", "small", "foreign"],
)
def test_nothing_is_held_or_taken_when_the_coupon_does_not_fit(inside, stocked, terms, reason):
    made = coupon("SAVE", **terms)
    before = left(stocked)
    with refused(reason):
        order((stocked.sku, 1), coupon="SAVE")
    assert (left(stocked), used(made), Order.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("typed", ["NOPE", "x", "a\x00b", "'; --", "S" * 400])
def test_an_unknown_code_is_refused(inside, stocked, typed):
    coupon("SAVE")
    with refused("unknown"):
        order((stocked.sku, 1), coupon=typed)


def test_a_coupon_of_another_shop_is_unknown(inside, stocked, other_tenant):
    with tenant_context(other_tenant):
        theirs = coupon("THEIRS")
    with refused("unknown"):
        order((stocked.sku, 1), coupon="THEIRS")
    with tenant_context(other_tenant):
        assert used(theirs) == 0


def test_what_is_switched_off_between_the_look_and_the_order_is_refused(inside, stocked):
    made = coupon("SAVE")
    items = items_of([(offers_of([stocked.sku.id])[stocked.sku.id], 1)])
    assert get_discount(text="SAVE", items=items, currency="CNY", person=None, now=now()).amount == 500
    assert used(made) == 0
    switch_coupon(coupon_id=made.id, on=False, now=now())
    with refused("off"):
        order((stocked.sku, 1), coupon="SAVE")
    switch_coupon(coupon_id=made.id, on=True, now=now())
    assert order((stocked.sku, 1), coupon="SAVE").discount == 500


def test_an_unpaid_order_gives_its_use_back_once(inside, stocked):
    made = coupon("ONCE", most_uses=1)
    first = order((stocked.sku, 1), coupon="ONCE")
    with refused("used_up"):
        order((stocked.sku, 1), coupon="ONCE")
    expire_orders(now=now() + PAY_WITHIN + DAY)
    assert used(made) == 0
    with transaction.atomic():
        close_orders(orders=[fresh(first)], reason="again", now=now())
    assert used(made) == 0
    second = order((stocked.sku, 1), coupon="ONCE")
    assert used(made) == 1
    close_unpaid_order(order_id=second.id, reason="-", actor=STAFF, now=now())
    assert used(made) == 0


def test_a_paid_order_keeps_its_use(inside, stocked):
    made = coupon("ONCE", most_uses=1)
    says(open_payment(order((stocked.sku, 1), coupon="ONCE")))
    expire_orders(now=now() + DAY)
    assert used(made) == 1


@pytest.mark.parametrize("taken", [False, True], ids=["free", "taken"])
def test_who_pays_after_the_order_was_closed_gets_what_was_promised(inside, stocked, taken):
    made = coupon("ONCE", most_uses=1)
    placed = order((stocked.sku, 1), coupon="ONCE")
    payment = open_payment(placed)
    expire_orders(now=now() + PAY_WITHIN + DAY)
    if taken:
        order((stocked.sku, 1), coupon="ONCE")
    says(payment)
    assert fresh(placed).status == "completed"
    use = CouponUse.objects.get(order_id=placed.id)
    assert (use.returned_at, use.beyond, used(made)) == (None, taken, 1)
    assert books()["COUPONS"] == 500


def test_a_buyer_uses_it_as_often_as_they_may_however_they_write_their_contact(inside, stocked):
    made = coupon("MINE", per_buyer=1)
    first = order((stocked.sku, 1), coupon="MINE", contact="+86 138 0013-8000", contact_type="any")
    with refused("used_by_buyer"):
        order((stocked.sku, 1), coupon="MINE", contact="13800138000", contact_type="phone")
    assert order((stocked.sku, 1), coupon="MINE", contact="else@example.com").discount == 500
    close_unpaid_order(order_id=first.id, reason="-", actor=STAFF, now=now())
    assert order((stocked.sku, 1), coupon="MINE", contact="13800138000", contact_type="phone").discount == 500
    assert used(made) == 2


def test_single_use_codes_are_good_for_one_order_each(inside, stocked):
    made = coupon(count=3, per_buyer=2)
    first, second, _third = made.codes.order_by("id")
    order((stocked.sku, 1), coupon=first.text.lower())
    with refused("used_up"):
        order((stocked.sku, 1), coupon=first.text)
    order((stocked.sku, 1), coupon=second.text)
    assert (used(made), made.most_uses) == (2, 3)
    make_codes(coupon_id=made.id, count=2, prefix="ny-")
    assert Coupon.objects.get(pk=made.pk).most_uses == CouponCode.objects.filter(text__startswith="NY").count() + 3 == 5


def test_what_cannot_be_is_refused_and_the_database_refuses_it_too(inside, stocked):
    made = coupon("SAVE", most_uses=2)
    order((stocked.sku, 1), coupon="SAVE")
    order((stocked.sku, 1), coupon="SAVE")
    with pytest.raises(CouponCodeTaken), transaction.atomic():
        coupon("s a v e")
    with pytest.raises(CouponTermsInvalid, match="below_used"):
        change_coupon(coupon_id=made.id, terms=Terms("x", made.kind, "CNY", amount_off=1, most_uses=1))
    with pytest.raises(CouponTermsInvalid, match="not_single_use"):
        make_codes(coupon_id=made.id, count=1)
    with pytest.raises(CouponTermsInvalid, match="too_many"):
        coupon(count=5_001)
    for wrong in ({"used": 3}, {"used": -1}, {"most_uses": 1}, {"amount_off": 0}, {"percent": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Coupon.objects.filter(pk=made.pk).update(**wrong)


def test_other_terms_hold_for_orders_from_now_on(inside, stocked):
    made = coupon("SAVE")
    before = order((stocked.sku, 1), coupon="SAVE")
    change_coupon(coupon_id=made.id, terms=Terms("x", made.kind, "USD", amount_off=700, per_buyer=3))
    assert order((stocked.sku, 1), coupon="SAVE").discount == 700
    assert (fresh(before).discount, Coupon.objects.get().currency) == (500, "CNY")


def test_nobody_is_known_by_a_use_when_the_person_is_forgotten(inside, stocked):
    coupon("SAVE")
    placed = order((stocked.sku, 1), coupon="SAVE", contact="gone@example.com")
    says(open_payment(placed))
    with time_machine.travel(now() + DAY):
        erase_person(buyer_id=None, contact_hashes=[bytes(fresh(placed).contact_hash)], now=now())
    assert bytes(CouponUse.objects.get().person) == bytes(16)


def test_an_order_that_could_not_be_closed_keeps_its_use_and_the_next_sweep_returns_it(inside, stocked, monkeypatch):
    made = coupon("ONCE", most_uses=1)
    placed = order((stocked.sku, 1), coupon="ONCE")
    late = now() + PAY_WITHIN + DAY

    class Died(Exception):
        pass

    def die(**facts):
        raise Died

    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr("tenants.orders.services.close_orders.close_open_payments", die)  # the last thing that it does
        expire_orders(now=late)
    assert (used(made), fresh(placed).status) == (1, "pending_payment")
    assert expire_orders(now=late) == 1
    assert (used(made), fresh(placed).status) == (0, "canceled")


def test_a_refused_order_leaves_the_coupon_as_it_was(inside, stocked, monkeypatch):
    made = coupon("ONCE", most_uses=1)
    monkeypatch.setattr("tenants.orders.services.place_order.publish_event", lambda *_, **__: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        order((stocked.sku, 1), coupon="ONCE")
    assert (used(made), CouponUse.objects.count(), left(stocked)) == (0, 0, 10)
