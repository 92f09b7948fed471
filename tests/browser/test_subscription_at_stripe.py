"""The life of a subscription at Stripe in the browser: our pages and Stripe's (its simulator's), its events, and months that pass."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from playwright.sync_api import expect

from billing.models import Invoice, Subscription
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.entitlements.rights import forget_rights
from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from platform_core.tenancy import directory, job_runner
from platform_core.tenancy.context import platform_context
from tenants.console.billing_banner import forget_banner
from tests.browser.conftest import DESKTOP
from tests.browser.in_process import Visit
from tests.simulators.stripe_billing.settings import KEY, SECRET
from tests.simulators.stripe_billing.simulator import BillingSimulator
from tests.world import platform

PASSWORD, SLUG, OWNER = "correct horse battery 9", "stripeshop", "owner@stripeshop.example"
PLATFORM, SHOP = "http://kaquan.localhost:8000", "http://stripeshop.kaquan.localhost:8000"
HOME = SHOP + "/console/settings/billing"
BEGIN = dt.datetime.now(dt.UTC).replace(microsecond=0)  # earlier than what other tests left behind nothing begins


class Life:
    """A merchant in its browser, and the time that passes for it and for Stripe."""

    def __init__(self, page, desk, traveller):
        self.page, self.desk, self.traveller = page, desk, traveller
        self.visit, self.away = Visit(page), False
        desk.hold_time(int(now().timestamp()))

    def hear(self):
        """What Stripe told meanwhile arrives, and what it asks for is done."""
        while told := self.desk.take_signed():
            for body, headers in told:
                answer = platform().post(
                    "/billing/events",
                    body,
                    content_type="application/json",
                    headers={"Stripe-Signature": headers["Stripe-Signature"]},
                )
                assert answer.status_code == 200
            self.work()
        self.work()

    def work(self):
        """Jobs run, and what the clock asks for."""
        while job_runner.run_next_job():
            pass
        tend_subscriptions(now=now())
        while job_runner.run_next_job():
            pass
        forget_rights()
        forget_banner()
        directory.forget()

    def pass_days(self, *days):
        """Each so many days later everything that is due happens, here and there."""
        for count in days:
            self.traveller.shift(dt.timedelta(days=count))
            self.desk.advance(to=int(now().timestamp()))
            self.hear()
        self.away = True  # its session is over

    def log_in(self):
        page, self.away = self.page, False
        self.visit.clients.clear()  # and their cookies
        page.goto(PLATFORM + "/login")
        page.fill("[name=username]", OWNER)
        page.fill("[name=password]", PASSWORD)
        self.press(page.locator("main form button"))
        page.wait_for_url("**/shops")
        self.press(page.locator("main form button"))
        page.get_by_role("link", name="套餐与账单").or_(page.get_by_role("link", name="设置")).first.wait_for()

    def press(self, button):
        """Click what leads to another page; it is there when this returns."""
        self.visit.press(button)

    def plan(self):
        """How the plan stands, on the merchant's page."""
        if self.away:
            self.log_in()
        self.page.goto(HOME)
        return self.page.locator(".plan-now")

    @property
    def tenant(self):
        return directory.find_by_host(f"{SLUG}.kaquan.localhost")

    @property
    def row(self):
        with platform_context():
            return Subscription.objects.get(tenant_id=self.tenant.id)


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
    answer = buyer.goto(SHOP + "/")
    assert answer.status == status
    expect(buyer.locator("body")).to_contain_text(words)


def see_refused(life):
    """The back office puts up nothing new and says why."""
    page = life.page
    page.goto(SHOP + "/console/products/new")
    expect(page.locator("body")).to_contain_text("只读")


def pay_with_a_new_card(life):
    """On the provider's page of the bill; its event reinstates."""
    page = life.page
    life.desk.card_behaves("ok")
    page.goto(HOME)
    life.press(page.get_by_role("link", name="现在付款"))
    pay_at_stripe(life, "银行卡付款")
    expect(page.locator("body")).to_contain_text("已付款")
    life.hear()


def owe(life, buyer):
    """A card that is refused leads down the stairs; the money leads up again at once."""
    page = life.page
    life.desk.card_behaves("card_declined")
    life.pass_days(31)
    say(life, "宽限期", "有一张账单没有付成功", "起后台转为只读")
    expect(page.locator("main")).to_contain_text("会自动再扣一次")
    see_shop(buyer, "林记点卡", 200)
    life.pass_days(3, 4)
    say(life, "只读", "在售商品照常售卖")
    see_refused(life)
    see_shop(buyer, "林记点卡", 200)
    life.pass_days(7)
    say(life, "已停用", "买家仍能查看买过的卡密")
    see_shop(buyer, "暂停营业", 503)
    pay_with_a_new_card(life)
    say(life, "使用中")
    see_shop(buyer, "林记点卡", 200)


def change(life):
    """Up with a preview that is billed to the cent, down when the period is over."""
    page = life.page
    page.goto(HOME + "/plans?interval=month")
    life.press(page.locator("a[href*='plan=enterprise']").first)
    due = page.locator(".quote tfoot strong").inner_text()
    life.press(page.get_by_role("button", name="确认，付"))
    say(life, "企业版", "使用中")
    status, total = bills_of(life)[-1]
    assert (status, format_money(total, "CNY")) == ("paid", due)
    page.goto(HOME + "/plans?interval=month")
    life.press(page.locator("a[href*='plan=starter']").first)
    life.press(page.get_by_role("button", name="确认，到期后更换"))
    say(life, "企业版")
    life.hear()
    say(life, "企业版")
    life.pass_days(32)
    say(life, "入门版", "¥3,000.00")


def cancel(life, buyer):
    """Cancelled and on after all; cancelled for good, to the end."""
    page = life.page
    life.press(page.get_by_role("link", name="取消续订"))
    life.press(page.get_by_role("button", name="确认取消续订"))
    life.press(say(life, "恢复续订").get_by_role("button", name="恢复续订"))
    life.press(say(life, "取消续订").get_by_role("link", name="取消续订"))
    life.press(page.get_by_role("button", name="确认取消续订"))
    life.pass_days((life.row.period_end - now()).days + 2)
    say(life, "只读")
    life.pass_days(8)
    say(life, "已停用")
    see_shop(buyer, "暂停营业", 503)


def test_a_merchant_subscribes_renews_owes_is_suspended_and_pays_at_stripe(life, visitor, complaints):
    sign_up(life)
    buyer = visitor()
    Visit(buyer)
    say(life, "试用", "专业版")
    subscribe(life)
    say(life, "已订阅", "那时才第一次收费")
    assert bills_of(life) == [("paid", 0)]
    life.pass_days(15)
    say(life, "使用中", "到期自动续订")
    life.pass_days(31)
    assert bills_of(life)[1:] == [("paid", 500_000)] * 2
    say(life, "使用中")
    owe(life, buyer)
    change(life)
    cancel(life, buyer)
    charged = sum(each["amount_captured"] for each in life.desk.all("charge"))
    assert charged == sum(total for status, total in bills_of(life) if status == "paid")
    expected = ("503 /", "402 /", "/for-you")  # a shop that is suspended, a back office that puts up nothing
    complaints[:] = [each for each in complaints if not any(word in each for word in expected)]
