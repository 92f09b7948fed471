"""The merchant says what kind of card a product is; what cannot go on sale so is said with the rule and what to do, in both languages."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product, Sku
from tests.integration.compliance.cards import take_rules_away
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_product_list import LIST, make
from tests.integration.console.test_product_pages import PLAIN

pytestmark = pytest.mark.django_db


def save(client, product, **more):
    with_version = {**PLAIN, "version": product.version, "name": product.name, **more}
    return client.post(f"{LIST}/{product.id}", with_version)


def stored(tenant):
    with tenant_context(tenant):
        return Product.objects.get()


def face(tenant, value):
    with tenant_context(tenant):
        Sku.objects.update(face_value=value)


def test_what_kind_of_card_it_is_is_saved_with_its_terms(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    face(tenant, 50_000)
    page = client.get(f"{LIST}/{product.id}").content.decode()
    assert "卡券性质" in page
    told = {"nature": "prepaid", "revivable": "on", "cooling_off_days": "7", "filing_number": "A-1"}
    assert save(client, product, **told).status_code == 302
    saved = stored(tenant)
    assert (saved.nature, saved.card_terms["revivable"], saved.card_terms["cooling_off_days"]) == ("prepaid", True, 7)
    assert saved.card_terms["refund_within_days"] == 30


def test_a_form_that_does_not_ask_leaves_it_as_it_is(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    with tenant_context(tenant):
        Product.objects.update(nature="game")
    assert save(client, product).status_code == 302
    assert stored(tenant).nature == "game"


def test_a_refusal_says_the_rule_and_what_to_do_and_keeps_what_was_typed(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    face(tenant, 100_001)
    answer = save(client, product, nature="prepaid", name="新名字")
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "不记名卡面值不得超过 1000 元" in said
    assert "请降低面值" in said
    assert "CARD-01 v1" in said
    assert "新名字" in said
    assert stored(tenant).nature == "goods"
    english = client.post(
        f"{LIST}/{product.id}", {**PLAIN, "version": product.version, "name": "x", "nature": "prepaid"},
        headers={"Accept-Language": "en"},
    )  # fmt: skip
    assert "Lower the face value" in english.content.decode()
    with tenant_context(tenant):
        Product.objects.update(active=False)
    assert save(client, stored(tenant), nature="prepaid").status_code == 302  # a draft may be so


def test_putting_it_on_sale_in_bulk_says_why_not(tenant):
    product, client = make(tenant, "A", 1000), staff(tenant)
    face(tenant, 100_001)
    with tenant_context(tenant):
        Product.objects.update(nature="prepaid", active=False)
    answer = client.post(f"{LIST}/bulk/on", {"pick": str(product.id)}, follow=True)
    assert "不记名卡面值不得超过 1000 元" in answer.content.decode()
    assert not stored(tenant).active


def test_without_rules_the_form_says_to_try_again(tenant, monkeypatch):
    product, client = make(tenant, "A", 1000), staff(tenant)
    take_rules_away(monkeypatch)
    answer = save(client, product, nature="prepaid")
    assert (answer.status_code, "暂时无法完成合规核验" in answer.content.decode()) == (422, True)
