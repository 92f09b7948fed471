"""Quantity prices where money is asked for: in the shop, in the cart, in an order, in a quote, in an issuance."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.services.update_sku import update_sku
from tenants.orders.models import Order, OrderLine
from tenants.orders.services.place_order import Buyer, Wanted, place_order
from tests.world import api, make_key, make_shelf, now, shop, stock


@pytest.fixture
def tiered(tenant):
    """45.00 each, from 5 pieces 40.00, from 10 pieces 35.50; thirty in stock."""
    made = make_shelf(tenant)
    stock(tenant, made, 30)
    with tenant_context(tenant):
        update_sku(sku_id=made.sku.id, changes={"price_tiers": [[5, 4000], [10, 3550]]}, now=now())
    return made


@pytest.mark.parametrize(("quantity", "each"), [(1, 4500), (4, 4500), (5, 4000), (9, 4000), (10, 3550), (11, 3550)])
def test_an_order_owes_what_its_quantity_costs(tenant, tiered, quantity, each):
    with tenant_context(tenant):
        wanted = [Wanted(tiered.sku.id, quantity, {})]
        placed = place_order(
            wanted=wanted, buyer=Buyer("13812345678", "phone", "zh-hans", terms_digest="0" * 16), now=now()
        ).order
        line = OrderLine.objects.get()
        assert (placed.amount, line.unit_price) == (each * quantity, each)
        # What was ordered keeps its price.
        update_sku(sku_id=tiered.sku.id, changes={"price_tiers": []}, now=now())
        assert Order.objects.get().amount == each * quantity


def test_the_shop_shows_the_rules_and_the_cart_the_one_that_made_the_price(tenant, tiered):
    client = shop(tenant)
    page = client.get(f"/p/{tiered.product.slug}").content.decode()
    for words in ("满 5 件每件 ¥40.00", "满 10 件每件 ¥35.50", 'data-tiers="5:4000 10:3550 "'):
        assert words in page
    headers = {"Origin": f"http://{tenant.host}"}
    for quantity, total, rule in ((4, "¥180.00", None), (1, "¥200.00", "满 5 件每件 ¥40.00")):
        client.post("/cart/add", {"sku": str(tiered.sku.id), "quantity": quantity}, headers=headers)
        cart = client.get("/cart").content.decode()
        assert total in cart
        assert ("满" in cart) == (rule is not None)
        assert rule is None or rule in client.get("/checkout").content.decode()


def test_a_rule_that_is_no_better_than_the_price_is_not_shown(tenant, tiered):
    with tenant_context(tenant):
        update_sku(sku_id=tiered.sku.id, changes={"price": 3800}, now=now())
    page = shop(tenant).get(f"/p/{tiered.product.slug}").content.decode()
    assert "满 5 件" not in page
    assert "满 10 件每件 ¥35.50" in page


@pytest.mark.parametrize(("quantity", "each"), [(4, 4500), (5, 4000), (10, 3550)])
def test_a_quote_and_an_issuance_have_the_price_of_their_quantity(tenant, tiered, quantity, each):
    client = api(make_key(tenant))
    line = {"sku": tiered.sku_id, "quantity": quantity, "max_unit_price": each}
    quote = client.post("/v1/quotes", {"lines": [line]}, "application/json").json()
    assert (quote["issuable"], quote["amount"], quote["lines"][0]["unit_price"]) == (True, each * quantity, each)
    made = client.post("/v1/issuances", {"external_id": "e-1", "lines": [line]}, "application/json")
    assert (made.status_code, made.json()["lines"][0]["unit_price"]) == (201, each)
    dear = {"lines": [{**line, "max_unit_price": each - 1}]}
    assert client.post("/v1/quotes", dear, "application/json").json()["lines"][0]["problem"] == "price_exceeds_limit"
    refused = client.post("/v1/issuances", {"external_id": "e-2", **dear}, "application/json")
    assert refused.json()["code"] == "price_exceeds_limit"


def test_the_api_says_of_a_sku_just_what_it_documents(tenant, tiered):
    asked = {
        "name": "qq",
        "label": "QQ",
        "label_en": "",
        "type": "digits",
        "required": True,
        "max_length": 20,
        "options": [],
    }
    with tenant_context(tenant):
        schema = [{**asked, "placeholder": "填写 QQ"}]
        update_sku(sku_id=tiered.sku.id, changes={"input_schema": schema}, now=now())
    sku = api(make_key(tenant)).get(f"/v1/skus/{tiered.sku_id}").json()
    assert sku["input_schema"] == [asked]
    assert "price_tiers" not in sku
    checkout = shop(tenant).get("/checkout", {"sku": str(tiered.sku.id), "quantity": 1}).content.decode()
    assert 'placeholder="填写 QQ"' in checkout
