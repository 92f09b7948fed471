"""Buyers pay while parts are killed with -9: every paid order is delivered, once, or a person finds it."""

from __future__ import annotations

import logging
import re
import time
import urllib.parse

import httpx
import psycopg
import pytest

from platform_core.kernel.ids import parse_public_id
from tests.live import available, import_codes, make_sku

logging.getLogger("httpx").setLevel(logging.WARNING)
ORDERS = 10
MODES = {0: "lost", 1: "pay_twice", 4: "lost"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STANDING = """
SELECT o.status, count(*), count(o.issuance_id), count(DISTINCT o.issuance_id), sum(o.amount)
FROM orders_order o GROUP BY o.status
"""
# As if the 20 seconds had passed in which a notice may still come: the next sweep asks.
AGED = "UPDATE payments_payment SET created_at = created_at - interval '20 seconds', checked_at = checked_at - interval '20 seconds'"
HELD = "SELECT coalesce(sum(upper(span) - lower(span)), 0) FROM inventory_allocation"
BOOKED = "SELECT coalesce(sum(amount), 0) FROM finance_ledgertransfer WHERE kind = 2"  # payments


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("payers", "--with-supplier", "Supplier")


class Buyer:
    """A browser without a screen."""

    def __init__(self, platform, number, client):
        self.platform, self.number, self.client = platform, number, client

    def ask(self, method, host, path, **options):
        """Until it is answered; the server may just be coming back."""
        deadline = time.monotonic() + 60
        while True:
            try:
                answer = self.client.request(
                    method,
                    f"http://127.0.0.1:{self.platform.port}{path}",
                    headers={"Host": f"{host}:{self.platform.port}"},
                    **options,
                )
                if answer.status_code < 500:
                    return answer
            except httpx.HTTPError:
                pass
            assert time.monotonic() < deadline
            time.sleep(0.2)

    def order(self, sku):
        """Place an order; the cashier's page that it leads to."""
        shop = "payers.kaquan.localhost"
        page = self.ask("GET", shop, f"/checkout?sku={sku}&quantity=1")
        self.client.cookies.update(page.cookies)
        form = {
            "csrfmiddlewaretoken": TOKEN.search(page.text)[1],
            "sku": sku,
            "quantity": "1",
            "contact": f"1380013{self.number:04d}",
            "terms": "1",
        }
        answer = self.ask("POST", shop, "/checkout", data=form)
        assert answer.status_code == 302, answer.text[:500]
        return urllib.parse.urlsplit(answer.headers["Location"])

    def pay(self, cashier, mode="pay"):
        """Decide at the cashier."""
        [signed] = urllib.parse.parse_qs(cashier.query)["p"]
        answer = self.ask("POST", "pay.kaquan.localhost", "/decide", data={"p": signed, "mode": mode})
        assert answer.status_code == 302


def test_every_paid_order_is_delivered_though_web_server_worker_and_valkey_are_killed(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = make_sku(client, "PAID")
        codes = [f"PAID-{number:04d}" for number in range(ORDERS + 5)]
        import_codes(client, sku, merchant["supplier_id"], codes)
    plain = str(parse_public_id("sku", sku))
    for number in range(ORDERS):
        with httpx.Client(timeout=15, trust_env=False) as browser:
            buyer = Buyer(platform, number, browser)
            cashier = buyer.order(plain)
            # A notice that is lost altogether, one that comes twice, and ones that arrive once.
            buyer.pay(cashier, MODES.get(number % 5, "pay"))
        if number % 5 == 2:
            platform.kill("web")
        if number % 5 == 3:
            platform.kill("worker")
            platform.end_leases()
        if number % 5 == 4:
            platform.kill("valkey")
    for victim in ("web", "worker", "valkey"):  # the last notice was lost: nobody but the poll will ever tell of it
        platform.kill(victim)
    platform.end_leases()
    patience = time.monotonic() + 60
    while not platform.is_ready():
        assert time.monotonic() < patience, platform.health()
        time.sleep(0.2)
    with psycopg.connect(platform.state()["database_url"], autocommit=True) as admin:
        schema = admin.execute("SELECT schema_name FROM tenancy_tenant WHERE slug = 'payers'").fetchone()[0]
        admin.execute(f'SET search_path = "{schema}", public')
        admin.execute(AGED)
        deadline, begun = time.monotonic() + 60, time.monotonic()
        while (standing := admin.execute(STANDING).fetchall()) != [
            ("completed", ORDERS, ORDERS, ORDERS, ORDERS * 2300)
        ]:
            assert time.monotonic() < deadline, standing
            time.sleep(0.5)
        print(f"\nall {ORDERS} delivered {time.monotonic() - begun:.0f} s after everything came back")
        assert admin.execute(HELD).fetchone()[0] == ORDERS
        assert admin.execute(BOOKED).fetchone()[0] == ORDERS * 2300
        assert admin.execute("SELECT count(*) FROM orders_abnormalcase").fetchone()[0] == 0
    with platform.client(merchant["api_key_live"]) as client:
        assert available(client, sku) == 5
