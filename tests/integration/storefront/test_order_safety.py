"""A large order: its buyer is warned of the usual fraud before paying; delivered later, they read when, and the merchant reads why."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.catalog.selectors import get_shop_front
from tenants.orders.enums import CaseReason
from tenants.orders.links import order_path
from tenants.orders.models import AbnormalCase
from tenants.orders.services.open_signal_case import open_signal_case
from tests.integration.console.test_back_office import staff
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import make_shelf, now, shop, stock

WARNING, LATER = "96110", "自动发货，本页会显示"


@pytest.fixture
def shelf_of_many(tenant):
    """A SKU at 45.00 with sixty codes."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 60)
    return shelf


def page_of(tenant, placed):
    with tenant_context(tenant):
        path = order_path(placed)
    client = shop(tenant)
    return client.get(client.get(path)["Location"]).content.decode()


@pytest.mark.parametrize(("quantity", "warned"), [(20, False), (21, True)])
def test_a_large_order_is_warned_of_before_it_is_paid(tenant, shelf_of_many, quantity, warned):
    with tenant_context(tenant):
        placed = order((shelf_of_many.sku, quantity))
    assert (WARNING in page_of(tenant, placed)) is warned


def test_the_owner_sets_the_delay_and_buyer_and_owner_read_of_it(tenant, shelf_of_many):
    client = staff(tenant)
    assert "大额新客订单立即发货" in client.get("/console/settings").content.decode()
    assert "5,000 元" in client.get("/console/settings/safety").content.decode()
    assert client.post("/console/settings/safety", {"safety_minutes": "60"}).status_code == 302
    assert client.post("/console/settings/safety", {"safety_minutes": "45"}).status_code == 422
    assert "延迟 60 分钟发货" in client.get("/console/settings").content.decode()
    with tenant_context(tenant):
        assert get_shop_front().safety_minutes == 60
        placed = order((shelf_of_many.sku, 21))
        says(open_payment(placed))
        case = AbnormalCase.objects.get(reason=CaseReason.SAFETY_DELAY)
    page = page_of(tenant, placed)
    assert LATER in page
    assert WARNING in page
    page = client.get(f"/console/cases/{case.id}").content.decode()
    assert "下单安全" in page
    assert "提前补发" in page


def test_the_buyer_is_not_told_of_what_the_merchant_is_asked(tenant, shelf_of_many):
    with tenant_context(tenant):
        placed = order((shelf_of_many.sku, 1))
        says(open_payment(placed))
        case = open_signal_case(order_id=placed.id, reason=CaseReason.IDENTITY_NEEDED, now=now())
    assert "身份" not in page_of(tenant, placed)
    assert "保存 5 年" in staff(tenant).get(f"/console/cases/{case.id}").content.decode()
