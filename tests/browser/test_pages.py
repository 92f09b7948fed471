"""Every page on a phone and on a desktop, in both languages, light and dark: whole, accessible, nothing cut off."""

from __future__ import annotations

import pytest

from tests.browser import looking
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import office_pages, problems, sideways_on_a_phone
from tests.browser.test_purchase import buy

LOOKS = [
    pytest.param(PHONE, "zh-CN", "light", id="phone-zh-light"),
    pytest.param(DESKTOP, "en-US", "dark", id="desktop-en-dark"),
]
SHOP_PAGES = ("/", "/lookup", "/about", "/search?q=aqy", "/search?q=nothing-like-it")
SITE_PAGES = ("/", "/signup", "/login")
# Pages of the back office as they are when they are asked for something, beside each as it is by itself.
ASKED_PAGES = (
    "?days=30",
    "products/groups/category",
    "cases?status=all&whose=mine",
    "orders?q=nobody@example.com",
    "messages/accounts/aliyun",
    "payments/wechatpay",
    "finance/reports/daily",
    "finance/reports/suppliers",
    "api-version?to=2026-11-24",
    "settings/billing/plans?interval=year",
    "webhooks?mode=test",
    "logs?mode=test",
)


CONSOLE_PAGES = (
    "/staff/", "/staff/suppliers", "/staff/findings", "/staff/appeals", "/staff/proposals", "/staff/shops", "/staff/looks",
    "/staff/people", "/staff/audit", "/staff/webhooks", "/staff/billing", "/staff/billing/subscriptions", "/staff/billing/bills",
    "/staff/billing/bills?tab=all", "/staff/billing/events",
)  # fmt: skip


def log_in(page, platform_address, who, password):
    """Log in on the platform's site."""
    page.goto(f"{platform_address}/login")
    page.fill("[name=username]", f"{who}@kaquan.localhost")
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.click("main form button")


def log_in_to_the_console(page, platform_address, password, email="staff@kaquan.localhost"):
    """Log in as one of the staff, the demo's unless told; returns the page.

    A demo that only its own machine reaches asks for no second factor.
    """
    page.goto(f"{platform_address}/staff/login")
    page.fill("[name=username]", email)
    page.fill("[name=password]", password)
    page.click("main form button")
    page.wait_for_url("**/staff/")
    return page


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_public_pages_are_accessible_and_fit(visitor, address, viewport, locale, scheme):
    page = visitor(viewport, locale, scheme)
    found = []
    for path in SHOP_PAGES:
        page.goto(address("demo") + path)
        found += problems(page)
    page.goto(address("demo"))
    page.click("a.ticket")
    page.wait_for_selector("form.buy")
    found += problems(page)
    page.click("form.buy button.button")
    page.wait_for_selector("#contact")
    found += problems(page)
    for path in SITE_PAGES:
        page.goto(address() + path)
        found += problems(page)
    assert found == []


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_text_that_cannot_be_read_is_found_though_text_like_it_was_looked_at(
    visitor, address, viewport, locale, scheme
):
    """What keeps the looks honest: contrast is judged again wherever the style of a text, or of what it stands on, is another."""
    page = visitor(viewport, locale, scheme)
    page.goto(f"{address('demo')}/about")
    assert problems(page) == []
    assert looking.judged, "nothing was noted as looked at"
    page.evaluate("Object.assign(document.querySelector('h1').style, {color: '#888', backgroundColor: '#8a8a8a'})")
    [found] = problems(page)
    assert "color-contrast: <h1" in found
    page.evaluate("document.querySelector('h1').removeAttribute('style')")
    assert problems(page) == []
    page.evaluate("document.querySelector('main').style.opacity = '0.2'")
    assert any("color-contrast" in each for each in problems(page))


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_the_order_page_with_its_codes_is_accessible_and_fits(visitor, address, viewport, locale, scheme):
    page = visitor(viewport, locale, scheme)
    buy(page, address("game"), quantity=2, contact="13800005555")
    assert problems(page) == []


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_the_page_of_a_pickup_link_is_accessible_and_fits(visitor, shops, demo, viewport, locale, scheme):
    with shops.client(demo["api_key_live"]) as client:
        stocks = client.get("/v1/stock", params=[("sku_ids[]", each["id"]) for each in list_skus(client)]).json()[
            "data"
        ]
        lines = [{"sku": each["sku"], "quantity": 2} for each in stocks if each["type"] == "finite"][:2]
        body = {"external_id": f"PICKUP-{locale}", "lines": lines, "delivery": {"method": "link"}}
        answer = client.post("/v1/issuances", json=body)
    assert answer.status_code == 201, answer.text
    page = visitor(viewport, locale, scheme)
    page.goto(answer.json()["delivery"]["url"])
    assert page.locator("code").count() == 0
    found = problems(page)
    page.click("main form button")
    page.wait_for_selector("#codes code")
    assert page.locator("#codes h3").count() == 2
    assert found + problems(page) == []


def list_skus(client):
    """The SKUs of the demo shop that are for sale."""
    return [sku for sku in client.get("/v1/skus", params={"limit": 100}).json()["data"] if sku["active"]]


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_the_back_office_is_accessible_and_fits_a_phone_too(visitor, address, demo, viewport, locale, scheme):
    page = visitor(viewport, locale, scheme)
    log_in(page, address(), "demo", demo["secrets"]["demo"]["password"])
    page.goto(f"{address()}/shops")
    found = problems(page)
    page.click("main form button")
    page.wait_for_url("**/console/**")
    paths = (*office_pages(), *ASKED_PAGES)
    assert len(paths) > 50
    for path in paths:
        page.goto(f"{address('demo')}/console/{path}")
        found += problems(page) + sideways_on_a_phone(page)
    assert found == []


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_the_staff_pages_are_accessible_and_fit(visitor, address, demo, viewport, locale, scheme):
    page = visitor(viewport, locale, scheme)
    page.goto(f"{address()}/staff/login")
    found = problems(page)
    log_in_to_the_console(page, address(), demo["secrets"]["staff"]["password"])
    for path in CONSOLE_PAGES:
        page.goto(address() + path)
        found += problems(page)
    page.goto(f"{address()}/staff/shops")
    with page.expect_navigation():
        page.click("tbody a")
    found += problems(page)
    page.fill("#look [name=reason]", "买家投诉未收到卡密，核对订单")
    page.fill("#look [name=basis]", "4711")
    page.click("#look .ask .button")
    page.wait_for_url("**/staff/looks/*")
    found += problems(page)
    with page.expect_navigation():
        page.click(".kinds a[href$=skus]")
    found += problems(page)
    with page.expect_navigation():
        page.click(".looking button")
    assert found == []


def test_the_language_follows_the_browser_and_can_be_switched(visitor, address):
    page = visitor(locale="en-US")
    page.goto(address("demo"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_text("Find my order").first.is_visible()
    with page.expect_navigation():
        page.click("a[lang=zh-Hans]")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.get_by_text("查询订单").first.is_visible()
