"""The back office of a shop that did not pay: what is refused says why and where to pay; looking and what buyers paid for go on."""

from __future__ import annotations

import re

import pytest

from platform_core.entitlements.enums import Standing
from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.catalog.models import Product
from tenants.catalog.selectors import get_sku_count
from tenants.console.paused import GOES_ON, PUTS_UP
from tests.integration.console.role_expectations import expected_roles
from tests.integration.console.test_back_office import staff
from tests.integration.entitlements.plans import hold, stand
from tests.world import make_shelf

NEW = {"name": "新商品", "sku_name_1": "月卡", "sku_price_1": "23.00", "sku_face_1": "25"}


def test_every_address_of_the_table_exists():
    assert set(expected_roles()) >= GOES_ON | PUTS_UP
    assert not GOES_ON & PUTS_UP


@pytest.mark.parametrize(("standing", "words"), [(Standing.READ_ONLY, "只读状态"), (Standing.SUSPENDED, "订阅已停用")])
def test_what_is_new_is_refused_with_the_reason_and_the_way_to_pay(tenant, standing, words):
    client = staff(tenant)
    with tenant_context(tenant):
        before = Product.objects.count()
    hold(tenant, standing)
    for path in ("/console/products/new", "/console/keys", "/console/webhooks/new", "/console/settings/domains/add"):
        answer = client.post(path, NEW)
        page = answer.content.decode()
        assert (answer.status_code, path) == (402, path)
        assert words in page
        assert re.search(r'href="http://[^"]+/console/settings/billing"', page)
    with tenant_context(tenant):
        assert Product.objects.count() == before
        assert AuditEntry.objects.order_by("-at")[0].act == "settings_domain_add"
    for path in ("/console/launch", "/console/products", "/console/orders", "/console/keys", "/console/stock"):
        assert client.get(path).status_code == 200, path


def test_a_part_of_a_page_is_loaded_again_and_says_it_there(tenant):
    client = staff(tenant)
    hold(tenant, Standing.SUSPENDED)
    answer = client.post("/console/shopfront", {}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert "订阅已停用" in client.get("/console/products").content.decode()
    panel = client.post("/console/products/new", NEW, headers={"HX-Request": "true", "HX-Target": "panel-body"})
    assert panel.status_code == 402
    assert "<html" not in panel.content.decode()


def test_a_read_only_shop_changes_what_it_has_and_a_suspended_one_does_not(tenant):
    client, shelf = staff(tenant), make_shelf(tenant)
    hold(tenant, Standing.READ_ONLY)
    path = "/console/products/bulk/off"
    assert client.post(path, {"product": [str(shelf.product.id)]}).status_code == 302
    stand(tenant, Standing.SUSPENDED)
    hold(tenant, Standing.SUSPENDED)
    assert client.post(path, {"product": [str(shelf.product.id)]}).status_code == 402


def test_a_full_plan_is_said_in_the_form_that_was_sent(tenant):
    client = staff(tenant)
    with tenant_context(tenant):
        there = get_sku_count()
    hold(tenant, skus=there, staff=1)
    answer = client.post("/console/products/new", NEW)
    assert answer.status_code == 422
    assert f"套餐最多 {there} 个规格，现有 {there} 个" in answer.content.decode()
    answer = client.post("/console/people/invite", {"email": "new@staff.example", "role": "support"})
    assert answer.status_code == 422
    assert "套餐最多 1 位成员，现有 1 位" in answer.content.decode()
    hold(tenant, custom_domain=False)
    answer = client.post("/console/settings/domains/add", {"domain": "cards.example.com"})
    assert answer.status_code == 402
    assert "当前套餐不含自有域名" in answer.content.decode()


def test_who_paid_goes_on_with_the_next_click(tenant):
    client = staff(tenant)
    hold(tenant, Standing.SUSPENDED)
    assert client.post("/console/products/new", NEW).status_code == 402
    stand(tenant, "active")
    assert client.post("/console/products/new", NEW).status_code == 302
