"""What is ordered together, what is held, what is asked for."""

import datetime as dt

import pytest

from tenants.catalog.errors import InputInvalid
from tenants.catalog.models import Product, Sku
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import list_stock
from tenants.issuance.answers import inputs_of
from tenants.issuance.selectors import get_issuance
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.errors import CurrenciesMixed, NotForSale, QuantityRefused, TooManyOpenOrders
from tenants.orders.holding import held_back
from tenants.orders.models import AbnormalCase, Order, OrderLine
from tenants.orders.services.watch_holding import watch_holding
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import make_shelf, now, stock

ACCOUNT = {
    "name": "account", "label": "充值账号", "label_en": "", "type": "phone", "required": True, "max_length": 20, "options": [],
}  # fmt: skip


def left(shelf):
    return list_stock([shelf.sku.id], now=now())[shelf.sku.id]


def test_several_products_are_one_order_one_payment_and_one_issuance(inside, stocked, tenant):
    other = make_shelf(tenant, price=1000)
    stock(tenant, other, 3)
    placed = order((stocked.sku, 2), (other.sku, 3))
    assert placed.amount == 2 * 4500 + 3 * 1000
    assert (left(stocked), left(other)) == (8, 0)
    says(open_payment(placed))
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED
    issuance = get_issuance(placed.issuance_id)
    assert [(line.sku_id, line.quantity) for line in issuance.lines.all()] == [(stocked.sku.id, 2), (other.sku.id, 3)]
    assert books()["SALES"] == -12_000


def test_an_order_of_which_one_line_cannot_be_had_holds_nothing(inside, stocked, tenant):
    other = make_shelf(tenant)
    stock(tenant, other, 1)
    with pytest.raises(CodeStockExhausted):
        order((stocked.sku, 2), (other.sku, 2))
    assert (left(stocked), left(other)) == (10, 1)
    assert not Order.objects.exists()


def test_what_does_not_go_together_is_refused(inside, stocked, tenant):
    dollars = make_shelf(tenant, currency="USD")
    stock(tenant, dollars, 1)
    with pytest.raises(CurrenciesMixed):
        order((stocked.sku, 1), (dollars.sku, 1))
    Product.objects.filter(pk=dollars.product.pk).update(active=False)
    with pytest.raises(NotForSale):
        order((stocked.sku, 1), (dollars.sku, 1))
    Sku.objects.filter(pk=stocked.sku.pk).update(quantity_multiple=2)
    with pytest.raises(QuantityRefused):
        order((stocked.sku, 3))
    assert not Order.objects.exists()


def test_a_product_that_is_paid_first_holds_nothing_and_takes_its_codes_with_the_payment(inside, stocked):
    Product.objects.filter(pk=stocked.product.pk).update(purchase_mode="pay_first")
    payments = [open_payment(order((stocked.sku, 6))) for _ in range(2)]
    assert left(stocked) == 10
    for payment in payments:
        says(payment)
    assert left(stocked) == 4
    statuses = set(Order.objects.values_list("status", flat=True))
    assert statuses == {OrderStatus.COMPLETED, OrderStatus.ABNORMAL}
    assert AbnormalCase.objects.get().reason == CaseReason.PAID_WITHOUT_STOCK
    assert books()["PROVIDER_BALANCE"] == 12 * 4500


def test_answers_go_with_the_line_sealed_to_the_issuance(inside, stocked):
    Sku.objects.filter(pk=stocked.sku.pk).update(input_schema=[ACCOUNT])
    with pytest.raises(InputInvalid):
        order((stocked.sku, 1))
    placed = order((stocked.sku, 1, {"account": "13800138000"}))
    kept = bytes(OrderLine.objects.get().inputs)
    assert b"13800138000" not in kept
    says(open_payment(placed))
    placed.refresh_from_db()
    (line,) = get_issuance(placed.issuance_id).lines.all()
    assert inputs_of(line) == {"account": "13800138000"}


def test_a_product_delivered_by_hand_takes_no_code_and_waits_for_somebody(inside, stocked):
    Product.objects.filter(pk=stocked.product.pk).update(fulfilment="manual")
    placed = order((stocked.sku, 1))
    says(open_payment(placed))
    placed.refresh_from_db()
    assert (placed.status, placed.issuance_id, placed.completed_at) == (OrderStatus.PAID, None, None)
    assert left(stocked) == 10


def test_one_contact_holds_few_orders_and_one_address_few_more(inside, stocked, monkeypatch):
    monkeypatch.setattr("tenants.orders.services.place_order.OPEN_ORDERS_PER_ADDRESS", 5)
    for _ in range(3):
        order((stocked.sku, 1), contact="13812345678", contact_type="phone")
    with pytest.raises(TooManyOpenOrders):
        order((stocked.sku, 1), contact="13812345678", contact_type="phone")
    for _ in range(5):
        order((stocked.sku, 1), address="203.0.113.9")
    with pytest.raises(TooManyOpenOrders):
        order((stocked.sku, 1), address="203.0.113.9")
    assert left(stocked) == 2
    assert order((stocked.sku, 1), address="203.0.113.10")


def test_codes_are_no_longer_held_for_a_shop_that_is_being_emptied(inside, stocked, monkeypatch):
    monkeypatch.setattr("tenants.orders.services.watch_holding.LEAST", 5)
    placed = [order((stocked.sku, 1)) for _ in range(8)]
    Order.objects.filter(pk__in=[each.pk for each in placed[:5]]).update(status=OrderStatus.CANCELED)
    Order.objects.filter(pk__in=[each.pk for each in placed[5:7]]).update(status=OrderStatus.COMPLETED)
    assert watch_holding(now=now()) == 0  # five of seven changed their minds; the eighth may still pay
    Order.objects.filter(status=OrderStatus.COMPLETED).update(status=OrderStatus.CANCELED)
    assert watch_holding(now=now() + dt.timedelta(hours=2)) == 0  # long ago
    assert watch_holding(now=now()) == 1
    assert held_back({stocked.product.id}) == {stocked.product.id}
    before = left(stocked)
    late = order((stocked.sku, 1))
    assert left(stocked) == before  # nothing is held for it
    says(open_payment(late))
    late.refresh_from_db()
    assert late.status == OrderStatus.COMPLETED


def test_an_order_number_begins_with_the_time_of_the_shop(inside, stocked, time_machine):
    time_machine.move_to("2026-11-26T16:30:05Z")  # the next day already in Shanghai
    assert order((stocked.sku, 1)).number.startswith("20261127003005")
