"""Who else looks at a merchant's life: the platform's finance staff, and a buyer who came before the shop was suspended."""

from __future__ import annotations

import queue

from django.test import Client
from playwright.sync_api import expect

from tenants.payments.gateways.sandbox import signed_headers
from tests.browser.in_process import OURS, Visit
from tests.browser.stripe_life import PLATFORM, SHOP
from tests.integration.site.staffing import enter, hire
from tests.world import api, make_key, make_shelf, stock

CONTACT = "13800001111"
LAST = 3  # steps of a history that one change may take


class Staff:
    """Somebody of the platform's finance, at one merchant's case."""

    def __init__(self, page, life):
        self.page, self.life, self.user, self.visit = page, life, hire("finance"), Visit(page)

    def see(self, standing, *history):
        """The case says how the merchant stands, and its history what came last."""
        self.visit.clients[OURS] = enter(self.user)  # weeks later a session is over
        self.page.goto(f"{PLATFORM}/staff/billing/subscriptions/{self.life.tenant.id}")
        expect(self.page.locator("h1 .badge")).to_have_text(standing)
        steps = self.page.locator("section", has=self.page.get_by_role("heading", name="历史")).locator("li")
        newest = "\n".join(steps.all_inner_texts()[:LAST])
        for words in history:
            assert words in newest


class Buyer:
    """Somebody on a phone, who bought a code and looks for it later. Pays at the sandbox's cashier."""

    def __init__(self, page, tenant, monkeypatch):
        self.page, self.visit = page, Visit(page)
        self.notices = queue.SimpleQueue()  # the cashier tells in a thread of its own
        self.shelf = make_shelf(tenant)
        self.key = make_key(tenant)
        stock(tenant, self.shelf, 5)
        # No server listens that the cashier could tell.
        monkeypatch.setattr("tenants.payments.simulator.views.notify", lambda *notice: self.notices.put(notice))

    def open_product(self):
        """What is on sale is shown, with its button."""
        self.page.goto(f"{SHOP}/p/{self.shelf.product.slug}")
        expect(self.page.get_by_role("button", name="立即购买")).to_be_visible()

    def buy(self):
        """From the product to a code that is paid for."""
        page = self.page
        self.open_product()
        self.visit.press(page.get_by_role("button", name="立即购买"))
        page.fill("#contact", CONTACT)
        page.check("input[name=terms]")
        self.visit.press(page.get_by_role("button", name="去支付"))
        self.visit.press(page.get_by_role("button", name="确认支付"))
        account, host, body = self.notices.get(timeout=15)
        told = Client(HTTP_HOST=host).post(
            "/payments/notify/sandbox", body, content_type="application/json", headers=signed_headers(account, body)
        )
        assert told.content == b"success"
        page.reload()
        self.number = page.locator("h1 .number").inner_text()
        self.code = page.locator("#codes code").inner_text()
        assert self.code.startswith(self.shelf.sku.sku_code)

    def is_refused(self):
        """The button of a page that was opened before leads to a closed shop; so does the merchant's API."""
        self.visit.press(self.page.get_by_role("button", name="立即购买"))
        expect(self.page.locator("main")).to_contain_text("本店暂停营业")
        answer = self.issue("suspended")
        assert (answer.status_code, answer.json()["code"]) == (402, "subscription_inactive")

    def reads_what_was_bought(self):
        """From the closed shop to the order, and the code that was bought."""
        page = self.page
        self.visit.press(page.get_by_role("link", name="查询我的订单"))
        page.fill("[name=number]", self.number)
        page.fill("[name=contact]", CONTACT)
        self.visit.press(page.locator("main form button"))
        expect(page.locator("#codes code")).to_have_text(self.code)

    def issue(self, external_id):
        """A code by the merchant's API."""
        wanted = {"external_id": external_id, "lines": [{"sku": self.shelf.sku_id, "quantity": 1}]}
        return api(self.key).post(
            "/v1/issuances", wanted, content_type="application/json", headers={"Idempotency-Key": external_id}
        )
