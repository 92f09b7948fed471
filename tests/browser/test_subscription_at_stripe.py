"""The life of a subscription at Stripe in the browser: our pages and Stripe's (its simulator's), its events, and months that pass."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from playwright.sync_api import expect

from billing.models import Invoice
from platform_core.kernel.money import format_money
from platform_core.tenancy.context import platform_context
from tests.browser.conftest import DESKTOP
from tests.browser.onlookers import Buyer, Staff
from tests.browser.stripe_life import HOME, OWNER, PASSWORD, PLATFORM, SHOP, SLUG, Life
from tests.simulators.stripe_billing.settings import KEY, SECRET
from tests.simulators.stripe_billing.simulator import BillingSimulator

BEGIN = dt.datetime.now(dt.UTC).replace(microsecond=0)  # earlier than what other tests left behind nothing begins


@pytest.fixture
def desk(settings, monkeypatch):
    """Stripe, where this platform is paid."""
    from billing.providers.stripe_client import HTTP

    settings.KAQUAN_BILLING, settings.KAQUAN_STRIPE_KEY = "stripe", KEY
    settings.KAQUAN_BILLING_WEBHOOK_SECRETS = (SECRET,)
    monkeypatch.setattr("billing.providers.stripe_client.RETRIES", 0)
    simulator = BillingSimulator()
    settings.KAQUAN_STRIPE_API = simulator.url
    yield simulator
    HTTP.close()
    simulator.close()


@pytest.fixture
def life(db, desk, visitor, monkeypatch):
    # The browser's driver keeps a loop of its own in this thread; nothing here is asynchronous.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with time_machine.travel(BEGIN, tick=True) as traveller:
        yield Life(visitor(DESKTOP), desk, traveller)


def sign_up(life):
    page = life.page
    page.goto(PLATFORM + "/pricing")
    life.press(page.get_by_role("link", name="免费试用 专业版"))
    for name, value in (("name", "林记点卡"), ("slug", SLUG), ("email", OWNER), ("password", PASSWORD)):
        page.fill(f"[name={name}]", value)
    life.press(page.locator("main form button.button"))
    page.wait_for_url("**/signup/**")
    life.work()
    life.log_in()


def pay_at_stripe(life, button):
    page = life.page
    page.wait_for_url(re.compile(r"^http://127\.0\.0\.1"))
    life.press(page.get_by_role("button", name=button, exact=True))


def say(life, *words):
    """What the merchant's page says of its plan."""
    plan = life.plan()
    for each in words:
        expect(plan).to_contain_text(each)
    return plan


def subscribe(life):
    page = life.page
    page.goto(HOME + "/plans?interval=month")
    life.press(page.locator("a[href*='plan=professional']").first)
    life.press(page.get_by_role("button", name="去付款页"))
    pay_at_stripe(life, "用会被拒绝的银行卡付款")
    expect(page.locator("body")).to_contain_text("拒绝")
    pay_at_stripe(life, "银行卡付款")
    page.wait_for_url(f"{HOME}/**")
    life.hear()


def bills_of(life):
    """(status, minor units) of its bills as we have them, the oldest first."""
    with platform_context():
        found = Invoice.objects.filter(tenant_id=life.tenant.id).order_by("created_at", "remote_id")
        return list(found.values_list("status", "total"))


def see_shop(buyer, words, status):
    """What a buyer sees."""
    answer = buyer.page.goto(SHOP + "/")
    assert answer.status == status
    expect(buyer.page.locator("body")).to_contain_text(words)


def see_refused(life):
    """The back office puts up nothing new, says why, and where to pay."""
    page = life.page
    page.goto(SHOP + "/console/products/new")
    expect(page.locator("#billing-line")).to_contain_text("只读")
    life.fits_a_phone(page.locator("#billing-line").get_by_role("link"))
    page.fill("#name", "上不了架")
    page.fill("[name=sku_price_1]", "48.50")
    page.fill("[name=sku_face_1]", "50")
    life.press(page.locator(".save button.button"))
    expect(page.locator("main")).to_contain_text("只读")
    page.goto(SHOP + "/console/products")
    expect(page.locator("main")).not_to_contain_text("上不了架")


def pay_with_a_new_card(life):
    """From the line above every page to the bill, and the provider's page of it; its event reinstates."""
    page = life.page
    life.desk.card_behaves("ok")
    page.goto(SHOP + "/console/orders")
    line = page.locator("#billing-line")
    expect(line).to_contain_text("停用")
    life.fits_a_phone(line.get_by_role("link"))
    life.press(line.get_by_role("link"))
    life.fits_a_phone(page.get_by_role("link", name="现在付款"), page.get_by_role("button", name="刷新状态"))
    life.press(page.get_by_role("link", name="查看账单"))
    life.fits_a_phone(page.get_by_role("link", name="打开付款页"))
    life.press(page.get_by_role("link", name="打开付款页"))
    pay_at_stripe(life, "银行卡付款")
    expect(page.locator("body")).to_contain_text("已付款")
    life.hear()


def owe(life, buyer, staff):
    """A card that is refused leads down the stairs; the money leads up again at once."""
    page = life.page
    life.desk.card_behaves("card_declined")
    life.pass_period()
    say(life, "宽限期", "有一张账单没有付成功", "起后台转为只读")
    expect(page.locator("main")).to_contain_text("会自动再扣一次")
    life.fits_a_phone(page.get_by_role("link", name="现在付款"))
    staff.see("宽限期", "正常 → 宽限期")
    see_shop(buyer, "林记点卡", 200)
    life.pass_days(3, 4)
    say(life, "只读", "在售商品照常售卖")
    see_refused(life)
    buyer.open_product()
    assert buyer.issue("read-only").status_code == 201
    life.pass_days(7)
    say(life, "已停用", "买家仍能查看买过的卡密")
    staff.see("已停用", "只读 → 已停用", "宽限期 → 只读")
    buyer.is_refused()
    see_shop(buyer, "暂停营业", 503)
    buyer.reads_what_was_bought()
    pay_with_a_new_card(life)
    say(life, "使用中")
    staff.see("正常", "已停用 → 正常")
    buyer.open_product()
    assert buyer.issue("paid-again").status_code == 201


def change(life, staff):
    """Up with a preview that is billed to the cent, down when the period is over."""
    page = life.page
    page.goto(HOME + "/plans?interval=month")
    life.fits_a_phone(page.locator("a[href*='plan=enterprise']").first)
    life.press(page.locator("a[href*='plan=enterprise']").first)
    due = page.locator(".quote tfoot strong").inner_text()
    life.fits_a_phone(page.get_by_role("button", name="确认，付"))
    life.press(page.get_by_role("button", name="确认，付"))
    say(life, "企业版", "使用中")
    status, total = bills_of(life)[-1]
    assert (status, format_money(total, "CNY")) == ("paid", due)
    staff.see("正常", "专业版 · 按月 → 企业版 · 按月")
    page.goto(HOME + "/plans?interval=month")
    life.press(page.locator("a[href*='plan=starter']").first)
    life.press(page.get_by_role("button", name="确认，到期后更换"))
    say(life, "企业版")
    life.hear()
    say(life, "企业版")
    life.pass_period()
    say(life, "入门版", "¥3,000.00")


def cancel(life, buyer, staff):
    """Cancelled and on after all; cancelled for good, to the end."""
    page = life.page
    life.press(page.get_by_role("link", name="取消续订"))
    life.press(page.get_by_role("button", name="确认取消续订"))
    life.press(say(life, "恢复续订").get_by_role("button", name="恢复续订"))
    life.press(say(life, "取消续订").get_by_role("link", name="取消续订"))
    life.fits_a_phone(page.get_by_role("button", name="确认取消续订"))
    life.press(page.get_by_role("button", name="确认取消续订"))
    life.pass_period()
    say(life, "只读")
    life.pass_days(8)
    say(life, "已停用")
    staff.see("已停用", "只读 → 已停用")
    see_shop(buyer, "暂停营业", 503)
    buyer.reads_what_was_bought()


def test_a_merchant_subscribes_renews_owes_is_suspended_and_pays_at_stripe(life, visitor, complaints, monkeypatch):
    sign_up(life)
    staff, buyer = Staff(visitor(DESKTOP), life), Buyer(visitor(), life.tenant, monkeypatch)
    say(life, "试用", "专业版")
    life.fits_a_phone(life.page.get_by_role("link", name="选择套餐"))
    staff.see("正常", "开始试用")
    subscribe(life)
    say(life, "已订阅", "那时才第一次收费")
    assert bills_of(life) == [("paid", 0)]
    life.pass_days(15)
    say(life, "使用中", "到期自动续订")
    buyer.buy()
    life.pass_period()
    assert bills_of(life)[1:] == [("paid", 500_000)] * 2
    say(life, "使用中")
    staff.see("正常", "续期")
    owe(life, buyer, staff)
    change(life, staff)
    cancel(life, buyer, staff)
    charged = sum(each["amount_captured"] for each in life.desk.all("charge"))
    assert charged == sum(total for status, total in bills_of(life) if status == "paid")
    expected = ("503 /", "402 /", "/for-you")  # a shop that is suspended, a back office that puts up nothing
    complaints[:] = [each for each in complaints if not any(word in each for word in expected)]
