"""A buyer on a phone buys and copies a code."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

TAPS_ALLOWED = 4


class Finger:
    """Taps, and counts them."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, target):
        """One tap on a selector."""
        self.taps += 1
        self.page.locator(target).first.click()


def find(page, shop, letters):
    """From home to a product by its initials."""
    page.goto(f"{shop}/")
    page.click("#q")
    page.keyboard.type(letters)
    page.click(".suggestions a")


def buy(page, shop, quantity=1, contact="13800001111", letters=""):
    """From home, the product page and the cashier to the order page with its codes. Returns the finger that did it.

    Args:
        letters: by which the product is searched for; the first one of the page when there are none.
    """
    if letters:
        find(page, shop, letters)
    else:
        page.goto(f"{shop}/")
        page.click("a.ticket")
    page.fill("#quantity", str(quantity))
    page.click("form.buy button.button")
    finger = Finger(page)  # from here on the product page lies behind
    page.fill("#contact", contact)
    finger.tap("input[name=terms]")
    finger.tap("form.form .bar button")
    page.wait_for_url(re.compile("pay"))
    finger.tap("button[value=paid], main button, form button")
    page.wait_for_selector("#codes code", timeout=20_000)
    return finger


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_code_is_found_by_initials_bought_and_copied_within_four_taps_after_the_product_page(
    visitor, address, viewport
):
    page = visitor(viewport)
    finger = buy(page, address("demo"), letters="aqy")
    finger.tap(".copy >> text=/^(复制|Copy)$/")
    expect(page.locator("#said")).to_have_text("卡密已复制")
    shown = page.locator("#codes li").first.locator("code").last.text_content()
    assert shown
    assert page.evaluate("navigator.clipboard.readText()") == shown
    assert finger.taps <= TAPS_ALLOWED


def test_all_codes_of_an_order_are_copied_at_once_and_saved_as_a_file(visitor, address):
    page = visitor()
    buy(page, address("game"), quantity=3)
    page.click("[data-copy-all]")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(copied) == len(set(copied)) == 3
    with page.expect_download() as download:
        page.click("form[action$='codes.txt'] button")
    saved = download.value.path().read_text("utf-8-sig")
    for line in copied:
        for part in line.split("----"):
            assert part in saved


def test_an_order_is_found_again_only_with_its_number_and_its_contact(visitor, address, complaints):
    buyer = visitor()
    buy(buyer, address("demo"), contact="13900002222")
    number = buyer.locator("h1 .number").text_content()
    code = buyer.locator("#codes li").first.locator("code").last.text_content()

    stranger = visitor()
    for contact in ("13900002223", "13900002222"):
        stranger.goto(f"{address('demo')}/lookup")
        stranger.fill("[name=number]", number)
        stranger.fill("[name=contact]", contact)
        stranger.click("main form button")
        if contact == "13900002223":
            stranger.wait_for_selector("[role=alert]")
            assert code not in stranger.content()
    stranger.wait_for_selector("#codes code")
    assert code in stranger.content()
    assert complaints == ["422 /lookup"]
    complaints.clear()


def test_a_stranger_with_the_address_of_an_order_sees_nothing_of_it(visitor, address, complaints):
    buyer = visitor()
    buy(buyer, address("demo"), contact="13900004444")
    secret = buyer.locator("#codes li").first.locator("code").last.text_content()
    stranger = visitor()
    answer = stranger.goto(buyer.url)
    assert answer.status == 404
    assert secret not in stranger.content()
    assert "13900004444" not in stranger.content()
    assert complaints == [f"404 {urlsplit(buyer.url).path}"]
    complaints.clear()
