"""The life of a subscription in the browser, by the sandbox: prices, sign-up, trial, paying, renewing, changing, not paying, paying."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import problems

PASSWORD = "correct horse battery 9"
HOME = "/console/settings/billing"
LOOKS = [(DESKTOP, "zh-CN", "light"), (PHONE, "en-US", "dark")]


def press(button):
    """Click what leads to another page, and wait until it is there: who goes elsewhere at once would take back what was sent."""
    with button.page.expect_navigation():
        button.click()


def sign_up_from_prices(page, site, slug):
    """From the page of prices to the back office of a new shop that tries the plan."""
    page.goto(site)
    page.get_by_role("link", name="套餐与价格").click()
    page.get_by_role("link", name="按年").click()
    expect(page.locator(".plans")).to_contain_text("比按月省 ¥10,000")
    press(page.get_by_role("link", name="按月"))
    page.get_by_role("link", name="免费试用 专业版").click()
    expect(page.locator("main")).to_contain_text("14 天免费试用，无需绑卡")
    page.fill("[name=name]", "林记点卡")
    page.fill("[name=slug]", slug)
    page.fill("[name=email]", f"owner@{slug}.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.button")
    page.get_by_text("14 天免费试用已经开始").wait_for()
    page.click("a.button.big >> nth=0")
    page.fill("[name=username]", f"owner@{slug}.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/shops")
    page.click("main form button")
    page.wait_for_url("**/console/**")


def open_portal(page, shop):
    """The sandbox's page of the card and the clock."""
    page.goto(shop + HOME)
    page.get_by_role("button", name="更换银行卡、支付方式").click()
    page.wait_for_url("**/billing/sandbox/portal/**")


def go_on(page, shop, *days):
    """Let days go by, one press after the other."""
    open_portal(page, shop)
    for count in days:
        page.locator(".clock summary").click()
        press(page.locator(".clock").get_by_role("button", name=f"{count} 天", exact=True))
        expect(page.locator(".notice.success")).to_contain_text(f"{count} 天")


def plan_of(page, shop):
    """How the plan stands, on the page of the merchant."""
    page.goto(shop + HOME)
    return page.locator(".plan-now")


def choose_card(page, shop, card):
    """Be charged otherwise from now on."""
    open_portal(page, shop)
    page.locator(f"[name=method][value={card}]").check()
    press(page.get_by_role("button", name="保存付款方式"))
    expect(page.locator(".notice.success")).to_contain_text("付款方式已更换")


def wait_for_shop(buyer, shop, status, complaints):
    """The shop answers so once all processes know how it stands: within five seconds."""
    deadline = time.monotonic() + 10
    while (found := buyer.goto(shop).status) != status and time.monotonic() < deadline:
        time.sleep(0.5)
    assert found == status
    # A home page that was shown a moment before asks a closed shop for more.
    complaints[:] = [each for each in complaints if each != "503 /" and "/for-you" not in each]


def subscribe(page, shop, complaints):
    """To the sandbox's page, with a card that is refused first."""
    page.goto(f"{shop}{HOME}/plans?interval=month")
    page.locator("a[href*='plan=professional']").first.click()
    page.get_by_role("button", name="去付款页").click()
    page.wait_for_url("**/billing/sandbox/checkout/**")
    expect(page.locator(".demo")).to_contain_text("演示环境，不会扣款")
    page.locator("[name=method][value=refused]").check()
    page.get_by_role("button", name="确认订阅").click()
    expect(page.locator(".error")).to_contain_text("没有产生任何费用")
    complaints[:] = [each for each in complaints if not each.startswith("422 /billing/sandbox/checkout/")]
    page.locator("[name=method][value=good]").check()
    page.get_by_role("button", name="确认订阅").click()
    page.wait_for_url(f"**{HOME}/**")
    expect(page.locator("main")).to_contain_text("已订阅“专业版”")


def change_and_cancel(page, shop):
    """Up with a preview, down at the end of the period, cancelled, and on after all."""
    page.goto(f"{shop}{HOME}/plans?interval=month")
    page.locator("a[href*='plan=enterprise']").first.click()
    lines = page.locator(".quote tbody tr")
    expect(lines).to_have_count(2)
    due = page.locator(".quote tfoot strong").inner_text()
    press(page.get_by_role("button", name="确认，付"))
    expect(plan_of(page, shop)).to_contain_text("企业版")
    expect(page.locator("main")).to_contain_text(due)
    page.goto(f"{shop}{HOME}/plans?interval=month")
    page.locator("a[href*='plan=professional']").first.click()
    press(page.get_by_role("button", name="确认，到期后更换"))
    expect(plan_of(page, shop)).to_contain_text("企业版")
    page.get_by_role("link", name="取消续订").click()
    press(page.get_by_role("button", name="确认取消续订"))
    expect(plan_of(page, shop)).to_contain_text("恢复续订")
    press(page.get_by_role("button", name="恢复续订"))
    expect(plan_of(page, shop)).to_contain_text("取消续订")


def test_a_merchant_tries_subscribes_renews_owes_and_pays(visitor, address, complaints):
    merchant, shop = visitor(DESKTOP), address("abo")
    sign_up_from_prices(merchant, address(), "abo")
    expect(plan_of(merchant, shop)).to_contain_text("试用")
    subscribe(merchant, shop, complaints)

    go_on(merchant, shop, 14, 1)
    expect(plan_of(merchant, shop)).to_contain_text("¥5,000")
    expect(merchant.locator("main")).to_contain_text("SBX-")
    go_on(merchant, shop, 31)
    expect(merchant.locator(".billlist li")).to_have_count(3)  # the trial's, and two months
    change_and_cancel(merchant, shop)

    choose_card(merchant, shop, "later")
    go_on(merchant, shop, 31)
    expect(plan_of(merchant, shop)).to_contain_text("专业版")  # the smaller plan came with the period
    buyer = visitor()
    wait_for_shop(buyer, shop, 200, complaints)  # in grace everything works
    go_on(merchant, shop, 7, 7)
    wait_for_shop(buyer, shop, 503, complaints)
    choose_card(merchant, shop, "good")
    expect(merchant.locator(".notice.success")).to_contain_text("欠款已付清")
    merchant.goto(shop + HOME)
    press(merchant.get_by_role("button", name="刷新状态"))
    expect(plan_of(merchant, shop)).to_contain_text("使用中")
    wait_for_shop(buyer, shop, 200, complaints)


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_prices_and_the_pages_of_the_sandbox_are_accessible_and_fit(visitor, address, demo, viewport, locale, scheme):
    page = visitor(viewport, locale, scheme)
    found = []
    for path in ("/pricing", "/pricing?by=year", "/signup?plan=starter"):
        page.goto(address() + path)
        found += problems(page)
    login = next(each for each in demo["logins"] if each["email"].startswith("demo@"))
    page.goto(f"{address()}/login")
    page.fill("[name=username]", login["email"])
    page.fill("[name=password]", login["password"])
    page.click("main form button")
    page.wait_for_url("**/shops")
    page.click("main form button")
    page.wait_for_url("**/console/**")
    page.goto(f"{address('demo')}{HOME}")
    page.locator(".plan-now form.at-once button").click()
    page.wait_for_url("**/billing/sandbox/portal/**")
    page.locator(".clock summary").click()
    found += problems(page)
    page.locator(".billlist a").first.click()
    page.wait_for_url("**/billing/sandbox/bills/**")
    found += problems(page)
    assert found == []
