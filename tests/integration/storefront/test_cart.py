"""A cart of several products, what they ask for, and one order of them."""

import re

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product, Sku
from tenants.inventory.selectors import list_stock
from tenants.orders.models import AbnormalCase, Order, OrderLine
from tests.world import make_shelf, now, shop, stock

ACCOUNT = {
    "name": "account", "label": "充值账号", "label_en": "Account", "type": "phone", "required": True, "max_length": 20,
    "options": [],
}  # fmt: skip
CONTACT = {"contact": "13812345678", "terms": "1"}


@pytest.fixture
def other(tenant):
    """A second SKU with three codes."""
    made = make_shelf(tenant, price=1000)
    stock(tenant, made, 3)
    return made


def put(client, shelf, quantity=1, origin=None):
    """As the shop's own page does, unless told another origin."""
    headers = {"Origin": f"http://{client.defaults['HTTP_HOST']}" if origin is None else origin}
    return client.post("/cart/add", {"sku": str(shelf.sku.id), "quantity": quantity}, headers=headers)


def page(client, path="/cart"):
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def client(tenant):
    made = shop(tenant)
    made.defaults["HTTP_HOST"] = tenant.host
    return made


def test_a_cart_is_paid_as_one_order(tenant, client, shelf, other):
    for each, quantity in ((shelf, 1), (other, 2), (shelf, 1)):
        assert put(client, each, quantity).status_code == 302
    assert "¥110.00" in page(client)
    assert "¥110.00" in page(client, "/checkout")
    placed = client.post("/checkout", CONTACT)
    assert placed.status_code == 302
    assert placed.headers["Location"].startswith("http://pay.")
    with tenant_context(tenant):
        lines = OrderLine.objects.values_list("sku_id", "quantity")
        assert sorted(lines) == sorted([(shelf.sku.id, 2), (other.sku.id, 2)])
        assert Order.objects.get().amount == 11_000
    assert "购物车还是空的" in page(client)


def test_what_is_in_it_is_changed_and_taken_out(client, shelf, other):
    put(client, shelf, 2)
    put(client, other, 1)
    client.post("/cart/change", {"sku": str(shelf.sku.id), "quantity": "3"})
    client.post("/cart/change", {"sku": str(other.sku.id), "remove": "1"})
    shown = page(client)
    assert "¥135.00" in shown
    assert other.product.name not in shown
    client.post("/cart/change", {"sku": str(shelf.sku.id), "quantity": "0"})
    assert "购物车还是空的" in page(client)


@pytest.mark.parametrize("junk", [{"sku": "x"}, {"sku": "", "quantity": "many"}, {}])
def test_what_makes_no_sense_is_not_put_in(client, junk):
    client.post("/cart/add", junk, headers={"Origin": f"http://{client.defaults['HTTP_HOST']}"})
    client.post("/cart/change", junk)
    assert "购物车还是空的" in page(client)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_another_site_puts_nothing_into_anybodys_cart(client, shelf, origin):
    assert put(client, shelf, origin=origin).status_code == 403
    assert "购物车还是空的" in page(client)


def test_what_stands_in_the_way_is_said_and_cannot_be_checked_out(tenant, client, shelf, other):
    put(client, shelf, 5)
    put(client, other, 3)
    with tenant_context(tenant):
        Sku.objects.filter(pk=shelf.sku.pk).update(max_quantity=2)
    shown = page(client)
    assert "最多可买 2 件" in shown
    assert 'href="/checkout"' not in shown
    with tenant_context(tenant):
        Product.objects.filter(pk=shelf.product.pk).update(active=False)
    shown = page(client)
    assert shelf.product.name not in shown
    assert 'href="/checkout"' in shown


def test_two_currencies_are_not_paid_together(tenant, client, shelf):
    dollars = make_shelf(tenant, currency="USD")
    stock(tenant, dollars, 1)
    put(client, shelf)
    put(client, dollars)
    assert "请分开下单" in page(client)
    assert client.post("/checkout", CONTACT).status_code == 422
    with tenant_context(tenant):
        assert not Order.objects.exists()


def test_what_a_sku_asks_for_is_asked_at_the_checkout_and_goes_with_the_line(tenant, client, shelf):
    with tenant_context(tenant):
        Sku.objects.filter(pk=shelf.sku.pk).update(input_schema=[ACCOUNT])
    buy = {"sku": str(shelf.sku.id), "quantity": "1", **CONTACT}
    shown = page(client, f"/checkout?sku={shelf.sku.id}&quantity=1")
    name = re.search(r'name="(i-[0-9a-f]{32}-account)"', shown)[1]
    assert "充值账号" in shown
    for wrong in ({}, {name: "nobody"}):
        refused = client.post("/checkout", {**buy, **wrong})
        assert refused.status_code == 422
        assert "请把商品要求的信息填写完整" in refused.content.decode()
    assert client.post("/checkout", {**buy, name: "13800138000"}).status_code == 302
    with tenant_context(tenant):
        line = OrderLine.objects.get()
        assert line.inputs is not None
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 4


def test_terms_and_method_are_asked_for(tenant, client, shelf):
    buy = {"sku": str(shelf.sku.id), "quantity": "1", "contact": "13812345678"}
    assert client.post("/checkout", buy).status_code == 422
    assert client.post("/checkout", {**buy, "terms": "1", "method": "paypal:x"}).status_code == 422
    assert client.post("/checkout", {**buy, "terms": "1", "method": "sandbox:sandbox"}).status_code == 302
    with tenant_context(tenant):
        order = Order.objects.get()
        assert order.terms_accepted_at is not None
        assert len(order.terms_digest) == 16


def test_a_buyer_who_was_charged_and_sees_nothing_gets_a_case_and_its_number(tenant, client, shelf):
    buy = {"sku": str(shelf.sku.id), "quantity": "1", **CONTACT}
    client.post("/checkout", buy)
    with tenant_context(tenant):
        number = Order.objects.get().number
    for _ in range(2):
        client.post(f"/orders/{number}/help", {"reason": "buyer_says_paid"})
    with tenant_context(tenant):
        case = AbnormalCase.objects.get()
        assert (case.reason, case.opened_by) == ("buyer_says_paid", "buyer")
    client.post(f"/orders/{number}/help", {"reason": "disputed"})
    stranger = shop(tenant)
    assert stranger.post(f"/orders/{number}/help", {"reason": "code_reported"}).status_code == 404
    with tenant_context(tenant):
        assert AbnormalCase.objects.count() == 1


def test_a_cart_is_of_one_shop(client, other_tenant, shelf):
    put(client, shelf)
    there = shop(other_tenant)
    there.cookies = client.cookies
    assert "购物车还是空的" in there.get("/cart").content.decode()
