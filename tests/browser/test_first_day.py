"""A new owner's first day: from the first log-in to a product on sale with a thousand codes, led by the screens alone."""

from __future__ import annotations

import re
import time
import zlib

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_purchase import buy


def codes_of(slug):
    """A thousand of this shop's own: what another shop has is held."""
    begin = zlib.crc32(slug.encode())
    return [f"CARD{number:05d}----{begin + number * 99_991:012d}" for number in range(1, 1_001)]


BOUND = 180.0  # seconds of the browser's; whoever reads and types has the rest of three minutes


class Owner:
    """Follows what is on the screen: presses what can be seen, writes into what is labelled, and never types an address."""

    def __init__(self, page):
        self.page, self.presses, self.begun = page, 0, time.monotonic()

    def press(self, words):
        """One press on a button or link of the page that says so."""
        self.presses += 1
        main = self.page.locator("main")
        main.get_by_role("link", name=words).or_(main.get_by_role("button", name=words)).first.click()

    def write(self, label, text):
        """Into the field of that label."""
        self.page.get_by_label(label, exact=True).first.fill(text)

    def paste(self, label, text):
        """What lies on the clipboard, as people bring many lines in."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.get_by_label(label, exact=True).focus()
        self.page.keyboard.press("ControlOrMeta+V")


@pytest.mark.parametrize(("viewport", "slug"), [(PHONE, "dayone"), (DESKTOP, "daytwo")], ids=["phone", "desktop"])
def test_a_thousand_codes_are_on_sale_within_three_minutes_when_an_owner_follows_the_screens(
    visitor, address, shops, viewport, slug
):
    facts = shops.create_merchant(slug, "--with-supplier", "深圳好卡贸易有限公司")
    page = visitor(viewport)
    page.goto(f"{address()}/login")
    owner = Owner(page)
    owner.write("邮箱", f"{slug}@example.com")
    owner.write("密码", facts["owner_password"])
    owner.press("登录")
    page.wait_for_url("**/shops")
    owner.press(re.compile("后台"))

    page.get_by_role("heading", name="开店清单").wait_for()
    owner.press(re.compile("添加第一个商品"))
    owner.write("商品名称", "Steam 钱包充值码")
    owner.write("面额（元）", "50")
    owner.write("售价（元）", "48.50")
    owner.press("上架，下一步导入卡密")

    page.get_by_role("heading", name="导入卡密").wait_for()
    owner.paste("粘贴卡密，每行一张", "\n".join(codes_of(slug)))
    owner.press("下一步：核对")
    page.get_by_role("heading", name=re.compile("预览")).wait_for()
    owner.press("入库 1000 张")
    page.get_by_text("已入库").first.wait_for(timeout=60_000)
    owner.press("看看店铺里的样子")
    expect(page.get_by_role("button", name="立即购买")).to_be_enabled()
    taken = time.monotonic() - owner.begun
    print(f"{slug}: {owner.presses} presses, {taken:.1f} s from the log-in to the product on sale")
    assert taken < BOUND

    buyer = visitor(viewport)
    buy(buyer, address(slug), contact="13700001234")
    bought = "----".join(buyer.locator("#codes li").first.locator("code").all_text_contents())
    assert bought in codes_of(slug)
