"""A merchant that subscribes at Stripe, and the time that passes for it: what a test of its life stands on."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import expect

from billing.models import Subscription
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.entitlements.rights import forget_rights
from platform_core.kernel.clock import now
from platform_core.tenancy import directory, job_runner
from platform_core.tenancy.context import platform_context
from tenants.console.billing_banner import forget_banner
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.in_process import Visit
from tests.browser.looking import sideways
from tests.world import platform

PASSWORD, SLUG, OWNER = "correct horse battery 9", "stripeshop", "owner@stripeshop.example"
PLATFORM, SHOP = "http://kaquan.localhost:8000", "http://stripeshop.kaquan.localhost:8000"
HOME = SHOP + "/console/settings/billing"


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

    def pass_period(self):
        """Until a day after what is paid for ends, however long the month is."""
        self.pass_days((self.row.period_end - now()).days + 2)

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

    def fits_a_phone(self, *buttons):
        """The page that is open fits a phone, and what is to be pressed there is seen; afterwards it is as wide as before."""
        self.page.set_viewport_size(PHONE)
        assert sideways(self.page) == []
        for each in buttons:
            expect(each).to_be_visible()
            box = each.bounding_box()
            assert 0 <= box["x"] <= PHONE["width"] - box["width"], each
        self.page.set_viewport_size(DESKTOP)

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
