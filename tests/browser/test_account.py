"""A buyer's account in a real browser: logging in, what is bought stands in it, a try too many is paid for by computing."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.test_pages import LOOKS, problems
from tests.browser.test_purchase import buy

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


def texted(shops, number):
    """The digits that were sent to a phone."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        for file in (shops.data_dir / "texts").glob("*.txt"):
            to, text = file.read_text().split("\n", 1)
            if to == number and (found := re.search(r"(?<!\d)\d{6}(?!\d)", text)):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no text to {number}")


def log_in(page, shops, shop):
    """Log in with a number of its own. Returns what the pages on the way lack."""
    number = str(next(_numbers))
    page.goto(f"{shop}/me")
    found = problems(page)
    page.fill("#contact", number)
    page.click("form.card button")
    page.wait_for_selector("#digits")
    found += problems(page)
    page.fill("#digits", texted(shops, number))
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
        page.click("details button:not([disabled])")
        page.wait_for_load_state()
    page.wait_for_selector("details button:not([disabled])")
    assert problems(page) == []
    assert page.locator("details .error").text_content().startswith("联系方式或密码不对")
    assert [each for each in complaints if not each.startswith("422 /me/login/password")] == []
    complaints.clear()
