"""A supplier's way through the platform in the browser: two merchants, two of the staff, one buyer's page."""

from __future__ import annotations

import io
import random
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP
from tests.browser.test_pages import log_in_to_the_console

NAME, NUMBER = "宁波正源数码有限公司", "91330206MA2J2R0X2B"
LICENCE = {
    "name": NAME,
    "uscc": NUMBER,
    "legal_representative": "王小明",
    "entity_type": "有限责任公司",
    "capital": "1000万元人民币",
    "address": "浙江省宁波市北仑区新碶街道 1 号",
    "business_scope": "增值电信业务；计算机软硬件销售",
    "registry": "宁波市北仑区市场监督管理局",
    "founded_on": "2018-03-01",
}
CODES = [f"TEL-{number:04d}----PIN-{number * 15_485_863:09d}" for number in range(1, 9)]


def scan_of(words):
    """A page that looks like no other."""
    picture, draws = Image.new("RGB", (600, 850), "white"), random.Random(words)
    draw = ImageDraw.Draw(picture)
    for y in range(40, 800, 30):
        draw.line(
            (30, y, 30 + draws.randint(150, 520), y), fill=(draws.randint(0, 120),) * 3, width=draws.randint(2, 10)
        )
    file = io.BytesIO()
    picture.save(file, "PNG")
    return {"name": f"{words}.png", "mimeType": "image/png", "buffer": file.getvalue()}


class Merchant:
    """An owner in the back office of a shop of their own."""

    def __init__(self, page, shops, address, slug):
        self.page, self.slug, self.shop = page, slug, address(slug)
        password = shops.create_merchant(slug)["owner_password"]
        page.goto(f"{address()}/login")
        page.fill("[name=username]", f"{slug}@example.com")
        page.fill("[name=password]", password)
        page.click("main form button")
        page.wait_for_url("**/shops")
        page.click("main form button")
        page.wait_for_url("**/console/**")

    def hand_in(self):
        """The file of the supplier, its papers, and off to the platform."""
        page = self.page
        page.goto(f"{self.shop}/console/suppliers")
        page.fill("[name=name]", NAME)
        page.click("main form button")
        page.wait_for_url("**/file")
        self.file = page.url
        page.check("[name=category][value=telecom]")
        with page.expect_navigation():
            page.click("#category button")
        page.click("#licence a.button")
        for name, value in LICENCE.items():
            page.fill(f"[name={name}]", value)
        page.click(".save button.button")
        page.wait_for_url("**/file")
        for kind in ("licence", "carrier"):
            page.click(f"#papers a.button[href*='kind={kind}']")
            page.set_input_files("[name=file]", scan_of(f"{self.slug}-{kind}"))
            page.click(".save button.button")
            page.wait_for_url("**/file*")
        with page.expect_navigation():
            page.get_by_role("button", name="提交审核").click(timeout=30_000)
        expect(page.locator("main")).to_contain_text("审核")

    def sell(self):
        """A product, and its codes from that supplier."""
        page = self.page
        page.goto(f"{self.shop}/console/products/new")
        page.fill("#name", "话费充值码")
        page.fill("[name=sku_price_1]", "98")
        page.fill("[name=sku_face_1]", "100")
        page.click(".save button.button")
        page.wait_for_url("**/console/imports/new?sku=*")
        page.fill("#pasted", "\n".join(CODES))
        page.click(".save button.button")
        page.get_by_role("heading", name=re.compile("预览")).wait_for()
        page.click("form.save button.button")
        page.get_by_text("已入库").first.wait_for()


@pytest.fixture
def second(shops, visitor, address, demo):
    """Another of the staff, who judges what the first decided."""
    email = "game@kaquan.localhost"
    assert shops.command("grant_staff", email, "--role", "lead").returncode == 0
    yield lambda: log_in_to_the_console(visitor(DESKTOP), address(), demo["secrets"]["game"]["password"], email)
    assert shops.command("grant_staff", email).returncode == 0


def open_until(page, path, target):
    """Load a page until a job has brought what is looked for; returns it."""
    for _again in range(30):
        page.goto(path)
        if target.count():
            break
        page.wait_for_timeout(500)
    return target.first


def see_stock(page, shop, words):
    """A buyer comes to read this on the first product of a shop."""
    wanted = page.locator(".ticket .stock", has_text=words)
    open_until(page, shop, wanted)
    expect(wanted.first).to_be_visible()


def test_a_supplier_is_reviewed_held_up_suspended_and_comes_back_on_appeal(visitor, address, shops, demo, second):
    one, two = (Merchant(visitor(DESKTOP), shops, address, slug) for slug in ("telone", "teltwo"))
    buyer = visitor()
    one.hand_in()
    one.sell()
    see_stock(buyer, one.shop, "缺货")

    staff = log_in_to_the_console(visitor(DESKTOP), address(), demo["secrets"]["staff"]["password"])
    open_until(staff, f"{address()}/staff/suppliers", staff.get_by_role("link", name=NAME)).click()
    staff.wait_for_url("**/staff/suppliers/*-*")
    case = staff.url
    staff.get_by_role("button", name="通过").first.click()
    expect(staff.locator("h1")).to_contain_text("限额通过")
    see_stock(buyer, one.shop, "少量")

    # The same codes in another shop: held there, seen as a pair by the staff alone.
    two.hand_in()
    open_until(staff, case, staff.locator("form[method=post] button[formaction*='/accept']")).click()
    expect(staff.locator("main")).not_to_contain_text("待确认的供货")
    two.sell()
    expect(two.page.locator("main")).to_contain_text("平台正在核查这批卡密的来源")
    assert "telone" not in two.page.content()
    see_stock(buyer, two.shop, "缺货")
    open_until(staff, f"{address()}/staff/findings", staff.get_by_role("link", name="同一卡密不得重复入库")).click()
    for shop in ("telone", "teltwo"):
        expect(staff.locator("dl").first).to_contain_text(shop)

    staff.goto(case)
    form = staff.locator("details", has_text="暂停")
    form.locator("summary").click()
    form.locator("[name=reason]").fill("来源证明待补充")
    form.locator("[name=remedy]").fill("补充采购发票")
    form.get_by_role("button").click()
    expect(staff.locator("h1")).to_contain_text("已暂停")
    see_stock(buyer, one.shop, "缺货")

    one.page.goto(one.file)
    for words in ("来源证明待补充", "补充采购发票", "申诉截止"):
        expect(one.page.locator("main")).to_contain_text(words)
    one.page.locator("[name=text]").fill("发票已补充，请尽快复核")
    one.page.get_by_role("button", name="提交申诉").click()
    expect(one.page.locator("main")).to_contain_text("申诉处理中")

    judge = second()
    open_until(judge, f"{address()}/staff/appeals", judge.get_by_role("link", name=NAME)).click()
    judge.locator("[name=reason]").first.fill("发票真实有效")
    judge.get_by_role("button", name="申诉成立，立即恢复").click()
    expect(judge.locator("h1")).not_to_contain_text("暂停")
    see_stock(buyer, one.shop, "少量")
