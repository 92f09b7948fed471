"""The webhook portal in a browser: an endpoint from its form to its first events, watched; and what is done with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from standardwebhooks import Webhook

from tests.browser.conftest import DESKTOP
from tests.browser.looking import problems
from tests.browser.test_pages import LOOKS, log_in
from tests.integration.webhooks.receiver import Answer, receiving

SAVE = ".bar button.button"
PATIENCE = 20_000  # a worker that is not woken looks every five seconds


@pytest.fixture
def receiver():
    yield from receiving(Answer(200, {"Content-Type": "application/json"}, b'{"ok": true}'))


@pytest.fixture
def portal(visitor, address, demo):
    """Opens the portal as the owner of the demo shop."""

    def open_portal(*look):
        page = visitor(*look)
        log_in(page, address(), "demo", demo["secrets"]["demo"]["password"])
        page.goto(f"{address()}/shops")
        page.click("main form button")
        page.wait_for_url("**/console/**")
        page.goto(f"{address('demo')}/console/webhooks")
        return page

    return open_portal


def make_endpoint(page, url):
    """Fill the form: all of issuances."""
    page.click("main a[href^='/console/webhooks/new']")
    page.fill("#url", url)
    page.fill("#find_type", "issuance.c")
    expect(page.locator("[value='refund.created']")).to_be_hidden()
    page.check("[value='issuance.*']")
    expect(page.locator("[value='issuance.completed']")).to_be_disabled()
    page.click(SAVE)
    page.wait_for_url("**/webhooks/we_*")


def send_test(page, kind):
    page.select_option("#sample", kind)
    page.click("form[action$='/test'] button")


def test_an_endpoint_is_made_tried_watched_and_looked_after(portal, receiver):
    page = portal(DESKTOP)
    make_endpoint(page, receiver.url("/hook?token=CANARY"))
    place = page.url
    assert "CANARY" not in page.content()

    # Watched while it is tried: the result appears by itself.
    send_test(page, "issuance.completed")
    expect(page.locator("#live tbody tr").first).to_contain_text("HTTP 200", timeout=PATIENCE)
    assert len(receiver.wait_for(1)) == 1

    page.goto(place)
    page.click("#secret button")
    shown = page.locator(".shown-secret code").inner_text()
    Webhook(shown).verify(receiver.calls[0].body, receiver.calls[0].headers)
    page.click(".shown-secret [data-copy]")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    page.reload()
    assert shown not in page.content()

    page.click("#deliveries tbody a >> nth=0")
    page.click("form[action$='/resend'] button")
    expect(page.locator(".attempts li")).to_have_count(2, timeout=PATIENCE)
    first, again = receiver.wait_for(2)
    assert (first.id, first.body) == (again.id, again.body)
    page.click("#curl a")
    expect(page.locator("#curl pre")).to_contain_text("webhook-signature: v1,")

    page.goto(place)
    page.click("form[action$='/pause'] button")
    expect(page.locator(".toast")).to_contain_text("已暂停")
    expect(page.locator("form[action$='/test']")).to_have_count(0)
    page.click(".toast button")
    expect(page.locator(".toast")).to_contain_text("已恢复")

    page.click("#delete summary")
    page.fill("#host", "127.0.0.1")
    page.click("#delete button")
    page.wait_for_url("**/console/webhooks")


def test_an_endpoint_that_is_gone_is_enabled_and_its_gap_is_sent(portal, receiver):
    receiver.answers = [Answer(410)]
    page = portal(DESKTOP)
    make_endpoint(page, receiver.url("/gone"))
    place = page.url
    send_test(page, "issuance.completed")
    expect(page.locator("#live tbody tr").first).to_contain_text("HTTP 410", timeout=PATIENCE)
    for _ in range(40):  # the attempt is written down first, what follows from it next
        page.goto(place)
        if page.locator("[role=alert]").count():
            break
        page.wait_for_timeout(250)
    expect(page.locator("[role=alert]")).to_contain_text("410")
    assert problems(page) == []
    receiver.answers = [Answer(200)]
    page.click("form[action$='/resume'] button")
    page.click(".notice form[action$='/recover'] button")
    expect(page.locator("#operations")).to_contain_text("已完成", timeout=PATIENCE)
    assert problems(page) == []


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_the_pages_of_an_endpoint_are_accessible_and_fit(portal, receiver, viewport, locale, scheme):
    page = portal(viewport, locale, scheme)
    found = problems(page)
    make_endpoint(page, receiver.url("/a-rather-long-path/that-goes-on/and-on/until-it-must-break"))
    place = page.url
    receiver.answers = [Answer(503, {"Content-Type": "text/plain"}, b"busy"), Answer(200)]
    send_test(page, "issuance.completed")
    expect(page.locator("#live tbody tr").first).to_contain_text("HTTP 503", timeout=PATIENCE)
    found += problems(page)
    page.goto(place)
    page.click("#secret button")
    page.wait_for_selector(".shown-secret")
    for each in page.locator("main details").all():
        each.evaluate("one => one.open = true")
    found += problems(page)
    page.click("#deliveries tbody a >> nth=0")
    page.click("#curl a")
    page.wait_for_selector("#curl pre")
    found += problems(page)
    page.goto(place + "/edit")
    for each in page.locator("main details").all():
        each.evaluate("one => one.open = true")
    found += problems(page)
    assert found == []


def test_the_form_is_filled_by_keyboard_alone(portal, receiver):
    page = portal(DESKTOP)
    page.focus("main a[href='/console/webhooks/new']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/webhooks/new")
    page.focus("#url")
    page.keyboard.type(receiver.url("/keys"))
    page.keyboard.press("Tab")
    page.keyboard.type("ERP")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # all events
    expect(page.locator("[name=scope][value=all]")).to_be_checked()
    expect(page.locator("#types")).to_be_hidden()
    page.focus("#url")
    page.keyboard.press("Enter")
    page.wait_for_url("**/webhooks/we_*")


def test_watching_rests_while_nobody_looks_and_a_shown_secret_hides_itself(portal, receiver):
    page = portal(DESKTOP)
    make_endpoint(page, receiver.url("/rest"))
    place = page.url
    page.clock.install()
    page.goto(f"{place}?live=1")
    asked = []
    page.on("request", lambda request: "/live" in request.url and asked.append(request.url))
    with page.expect_response("**/live?*"):
        page.clock.run_for(2_100)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})")
    asked.clear()
    page.clock.run_for(6_000)
    assert asked == []
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => false, configurable: true})")
    with page.expect_response("**/live?*"):
        page.clock.run_for(2_100)

    page.click("#secret button")
    page.clock.run_for(1_000)
    page.wait_for_selector(".shown-secret")
    page.clock.run_for(45_000)  # besides, the clock runs as all clocks do
    expect(page.locator(".shown-secret")).to_have_count(1)
    page.clock.run_for(16_000)
    expect(page.locator(".shown-secret")).to_have_count(0)
