"""A shop in its own colour, found by initials with the keyboard alone, light on the wire."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looking import problems
from tests.browser.test_pages import log_in

FIRST_PAGE = 100_000  # bytes


def set_accent(page, accent, **fields):
    page.evaluate("accent => { document.getElementById('accent').value = accent }", accent)
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)
    with page.expect_response("**/console/shopfront/contrast**"):
        page.dispatch_event("#accent", "input")
    found = problems(page)
    page.click("main form .button:not(.quiet)")
    page.wait_for_selector(".toast.success")
    return found


def test_a_shop_in_a_light_colour_can_be_read_by_day_and_by_night(visitor, address, demo):
    office = visitor(DESKTOP)
    log_in(office, address(), "demo", demo["secrets"]["demo"]["password"])
    office.goto(f"{address()}/shops")
    office.click("main form button")
    office.wait_for_url("**/console/**")
    office.goto(f"{address('demo')}/console/shopfront")
    found = set_accent(
        office, "#ffe600", banner_text="新店开张", icp_number="沪ICP备2026000001号", complaint_contact="12315"
    )
    office.wait_for_timeout(3_100)  # a shared page of before lives so long
    for viewport, locale, scheme in ((PHONE, "zh-CN", "light"), (DESKTOP, "en-US", "dark")):
        page = visitor(viewport, locale, scheme)
        page.goto(address("demo"))
        page.wait_for_selector(".banner")
        assert page.evaluate("getComputedStyle(document.querySelector('.rail [aria-current]')).color") == "rgb(0, 0, 0)"
        found += problems(page)
        page.click("a.ticket")
        page.wait_for_selector("form.buy")
        found += problems(page)
    office.goto(f"{address('demo')}/console/shopfront")
    found += set_accent(office, "#1557d6", banner_text="", icp_number="", complaint_contact="")
    assert found == []


def test_search_by_initials_needs_no_mouse_and_what_was_seen_is_there_again(visitor, address):
    page = visitor()
    page.goto(address("demo"))
    page.focus("#q")
    page.keyboard.type("aqy")
    page.wait_for_selector(".suggestions a")
    assert problems(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(".suggestions a").count() == 0
    page.keyboard.type("h")
    page.wait_for_selector(".suggestions a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.buy")
    page.wait_for_function("!document.querySelector('.beside.htmx-request')")
    page.goto(address("demo"))
    page.wait_for_selector(".shelf a.ticket")
    assert problems(page) == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_first_page_is_light(visitor, address, viewport):
    page = visitor(viewport)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address("demo"))
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) < FIRST_PAGE
