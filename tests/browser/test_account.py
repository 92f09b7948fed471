"""A buyer's account in a real browser: logging in, what is bought stands in it, a try too many is paid for by computing."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.test_pages import LOOKS, problems
from tests.browser.test_purchase import buy
from tests.concurrency.test_mailing import mails_in

PAGES = (
    "/me",
    "/me/devices",
    "/me/balance",
    "/me/settings",
    "/me/settings/contact",
    "/me/settings/payment-password",
    "/me/data",
    "/me/confirm",
)
_numbers = itertools.count(13_900_001_111)


def mailed(shops, reader):
    """The digits that were sent to an address."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for mail in mails_in(shops.data_dir / "mails"):
            text = mail.get_body(("plain",)).get_content() if mail["To"] == reader else ""
            if found := re.search(r"(?<!\d)\d{6}(?!\d)", text):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {reader}")


def log_in(page, shops, shop):
    """Log in with an address of its own. Returns what the pages on the way lack."""
    reader = f"buyer-{next(_numbers)}@mail.example"
    page.goto(f"{shop}/me")
    found = problems(page)
    page.fill("#contact", reader)
    page.click("form.card button")
    page.wait_for_selector("#digits")
    found += problems(page)
    page.fill("#digits", mailed(shops, reader))
    page.click("form.card button")
    page.wait_for_url(f"{shop}/me")
    return found


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_the_account_is_accessible_and_fits_and_its_codes_are_copied_with_one_tap(
    visitor, address, shops, viewport, locale, scheme
):
    page, shop = visitor(viewport, locale, scheme), address("demo")
    found = log_in(page, shops, shop)
    buy(page, shop)
    for path in PAGES:
        page.goto(shop + path)
        assert page.url == shop + path
        found += problems(page)
    assert found == []
    page.goto(f"{shop}/me")
    page.click(".entries a")
    page.wait_for_selector("#codes code")
    code = page.locator("#codes code").last.text_content()
    page.locator("#codes .copy").last.click()
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_after_three_tries_the_browser_computes_and_the_next_try_is_looked_at(visitor, address, complaints):
    page = visitor(DESKTOP)
    page.goto(f"{address('demo')}/me/login")
    page.click("summary")
    for _ in range(4):
        page.fill("#password-contact", "nobody@mail.example")
        page.fill("#password", "never the right one")
        with page.expect_navigation():
            page.click("details button:not([disabled])")
    page.wait_for_selector("details button:not([disabled])")
    assert problems(page) == []
    assert page.locator("details .error").text_content().startswith("联系方式或密码不对")
    assert [each for each in complaints if not each.startswith("422 /me/login/password")] == []
    complaints.clear()
