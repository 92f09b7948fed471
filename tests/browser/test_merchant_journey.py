"""From sign-up to a delivered code, all in the browser: merchant, platform staff and buyer."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP
from tests.browser.test_pages import log_in_to_the_console
from tests.browser.test_purchase import buy

PASSWORD = "correct horse battery 9"
READY = re.compile("添加第一个商品|登记供应商|导入卡密|供应商通过平台审核|确认购卡协议|试买一单")
CODES = [f"STEAM-{number:03d}----PIN-{number * 7919:07d}" for number in range(1, 41)]


def sign_up(page, site, slug):
    """Fill the form and wait until the shop is open."""
    page.goto(f"{site}/signup")
    page.fill("[name=name]", "林记点卡")
    page.fill("[name=slug]", slug)
    page.fill("[name=email]", f"owner@{slug}.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.button")
    page.get_by_text("开店成功").wait_for()
    page.click("a.button.big >> nth=0")
    page.fill("[name=username]", f"owner@{slug}.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/shops")
    page.click("main form button")
    page.wait_for_url("**/console/**")


def test_a_merchant_goes_from_sign_up_to_a_delivered_code(visitor, address, demo):
    merchant = visitor(DESKTOP)
    sign_up(merchant, address(), "linji")
    shop = address("linji")

    merchant.goto(f"{shop}/console/products/new")
    merchant.fill("#name", "Steam 钱包充值码")
    merchant.fill("[name=sku_price_1]", "48.50")
    merchant.fill("[name=sku_face_1]", "50")
    merchant.click(".save button.button")
    merchant.wait_for_url("**/console/imports/new?sku=*")
    merchant.goto(f"{shop}/console/products")
    assert merchant.get_by_text("¥48.50").first.is_visible()

    merchant.goto(f"{shop}/console/suppliers")
    merchant.fill("[name=name]", "杭州正规卡券有限公司")
    merchant.click("main form button")
    merchant.wait_for_url("**/file")

    merchant.goto(f"{shop}/console/imports/new")
    merchant.fill("#pasted", "\n".join([*CODES, CODES[0]]))
    merchant.click(".save button.button")
    merchant.get_by_role("heading", name="预览").wait_for()
    assert "PIN-0007919" not in merchant.content()
    merchant.click("form.save button.button")
    merchant.get_by_text("已入库").first.wait_for()
    expect(merchant.locator("#state dl")).to_contain_text("40")

    # Not cleared yet: the codes are in stock but not for sale.
    buyer = visitor()
    buyer.goto(shop)
    expect(buyer.locator(".ticket .stock")).to_have_text("缺货")

    staff = visitor(DESKTOP)
    log_in_to_the_console(staff, address(), demo["secrets"]["staff"]["password"])
    staff.goto(f"{address()}/staff/suppliers?tab=told")
    named = staff.locator("tr", has_text="杭州正规卡券有限公司")
    named.locator("[name=reason]").fill("与本平台签有担保协议")
    named.get_by_role("button", name="担保").click()
    expect(staff.locator("tr", has_text="杭州正规卡券有限公司")).to_contain_text("运营者担保")

    buy(buyer, shop, quantity=2, contact="13700007777")
    bought = ["----".join(item.locator("code").all_text_contents()) for item in buyer.locator("#codes li").all()]
    assert len(set(bought)) == 2
    assert set(bought) <= set(CODES)

    merchant.goto(f"{shop}/console/orders")
    expect(merchant.locator("table")).to_contain_text("已完成")
    merchant.goto(f"{shop}/console/products")
    expect(merchant.locator("tbody")).to_contain_text("38")
    merchant.goto(f"{shop}/console/launch")
    expect(merchant.locator(".steps li.ready", has_text=READY)).to_have_count(6)
