"""The coupon field of the checkout: what it takes off is shown before anything is paid, what is wrong is said beside it."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.marketing.models import CouponUse
from tenants.marketing.services.switch_coupon import switch_coupon
from tenants.orders.models import Order
from tenants.storefront.views.couponing import TRIES
from tests.integration.orders.coupons import coupon, percent, used
from tests.integration.storefront.test_purchase import asked_of, buy, pay
from tests.world import now, shop


@pytest.fixture
def client(tenant):
    made = shop(tenant)
    made.defaults["HTTP_HOST"] = tenant.host
    return made


def try_code(client, shelf, code, **headers):
    data = {"sku": str(shelf.sku.id), "quantity": 2, "coupon": code, "apply": "1"}
    return client.post("/checkout", data, headers={"HX-Request": "true", **headers})


def test_what_a_code_takes_off_is_shown_before_it_is_used(tenant, client, shelf):
    with tenant_context(tenant):
        made = percent("TEN", 10)
    shown = try_code(client, shelf, "ten").content.decode()
    assert all(text in shown for text in ("¥90.00", "-¥9.00", "¥81.00", 'id="due" hx-swap-oob="true"'))
    assert "<html" not in shown
    with tenant_context(tenant):
        assert (used(made), Order.objects.count(), CouponUse.objects.count()) == (0, 0, 0)


def test_the_whole_page_says_it_too_where_nothing_runs_in_the_browser(tenant, client, shelf):
    with tenant_context(tenant):
        percent("TEN", 10)
    data = {"sku": str(shelf.sku.id), "quantity": 2, "coupon": "ten", "apply": "1", "contact": "13812345678"}
    answer = client.post("/checkout", data)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert all(text in shown for text in ("<html", "¥81.00", "13812345678"))
    assert "请先阅读" not in shown


def test_the_order_costs_what_was_shown_and_says_so_everywhere(tenant, client, shelf):
    with tenant_context(tenant):
        made = percent("TEN", 10)
    placed = buy(client, shelf, 2, coupon=" Ten ")
    asked = asked_of(placed)
    assert asked["amount"] == 8100
    assert pay(client, tenant, asked).status_code == 200
    with tenant_context(tenant):
        order = Order.objects.get()
        assert (order.amount, order.discount, used(made)) == (8100, 900, 1)
    page = client.get(f"/orders/{order.number}").content.decode()
    assert all(text in page for text in ("¥90.00", "TEN", "-¥9.00", "¥81.00"))


@pytest.mark.parametrize("typed", ["NOPE", "<script>alert(1)</script>", "a\x00b"])
def test_a_code_that_is_none_is_refused_beside_the_field(tenant, client, shelf, typed):
    for answer in (try_code(client, shelf, typed), buy(client, shelf, coupon=typed)):
        shown = answer.content.decode()
        assert "没有这个优惠码" in shown
        assert "<script>alert" not in shown
        assert 'aria-describedby="coupon-error"' in shown
    with tenant_context(tenant):
        assert not Order.objects.exists()


def test_a_code_that_was_switched_off_after_the_look_takes_nothing_and_no_order_is_placed(tenant, client, shelf):
    with tenant_context(tenant):
        made = coupon("SAVE")
    assert "¥85.00" in try_code(client, shelf, "SAVE").content.decode()
    with tenant_context(tenant):
        switch_coupon(coupon_id=made.id, on=False, now=now())
    answer = buy(client, shelf, 2, coupon="SAVE")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "这个优惠码已停用" in shown
    assert '<span class="total" id="due">¥90.00</span>' in shown
    with tenant_context(tenant):
        assert not Order.objects.exists()


def test_why_it_is_not_enough_is_said_with_the_amount(tenant, client, shelf):
    with tenant_context(tenant):
        coupon("BIG", minimum=20_000)
    assert "满 ¥200.00" in try_code(client, shelf, "BIG").content.decode()


def test_codes_are_not_guessed_from_one_address(tenant, client, shelf):
    with tenant_context(tenant):
        coupon("SAVE")
    for _ in range(TRIES):
        try_code(client, shelf, "NOPE")
    assert "试得太频繁" in try_code(client, shelf, "SAVE").content.decode()


def test_a_look_tells_nothing_about_other_peoples_contacts(tenant, client, shelf):
    with tenant_context(tenant):
        coupon("MINE", per_buyer=1)
    buy(client, shelf, coupon="MINE")
    data = {"sku": str(shelf.sku.id), "quantity": 1, "coupon": "MINE", "apply": "1", "contact": "13812345678"}
    assert "¥40.00" in client.post("/checkout", data, headers={"HX-Request": "true"}).content.decode()
    assert "次数已满" in buy(client, shelf, coupon="MINE").content.decode()
