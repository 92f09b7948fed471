"""An invitation and a passkey in a real browser: joining, setting up, logging in with it; every page of it is whole."""

from __future__ import annotations

import re
import time

import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.test_pages import LOOKS, log_in, problems
from tests.concurrency.test_mailing import mails_in

PASSWORD = "a long enough one"
PEOPLE = ("people", "people/roles", "people/roles/new?copy=support")
SET_UP = ("/account/security", "/account/second-factor", "/account/second-factor/app", "/account/second-factor/passkey")
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page):
    """A device with passkeys, as Chromium plays it."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    device = talk.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    return talk, device


def link_for(shops, reader):
    """Where the mail to somebody leads."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for mail in mails_in(shops.data_dir / "mails"):
            text = mail.get_body(("plain",)).get_content() if mail["To"] == reader else ""
            if found := re.search(r"http\S+/join/\S+", text):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {reader}")


def office(page, address, demo):
    """The owner's page of members. What pages on the way lack."""
    log_in(page, address(), "demo", demo["secrets"]["demo"]["password"])
    page.goto(f"{address()}/shops")
    page.click("main form button")
    page.wait_for_url("**/console/**")
    found = []
    for path in PEOPLE:
        page.goto(f"{address('demo')}/console/{path}")
        found += problems(page)
    page.goto(f"{address('demo')}/console/people")
    return found


@pytest.mark.parametrize(("viewport", "locale", "scheme"), LOOKS)
def test_a_guest_joins_and_logs_in_with_a_passkey(visitor, address, shops, demo, viewport, locale, scheme):
    reader = f"guest-{locale.lower()}@mail.example"
    owner = visitor(viewport, locale, scheme)
    found = office(owner, address, demo)
    owner.fill("#email", reader)
    owner.select_option("#role", "finance")
    owner.click("form.card button.button")
    owner.wait_for_selector(".toast")
    found += problems(owner)
    owner.click("a[data-panel]")
    owner.wait_for_selector("#panel-body h1")
    found += problems(owner)

    guest = visitor(viewport, locale, scheme)
    guest.goto(link_for(shops, reader))
    found += problems(guest)
    guest.fill("#name", "Guest")
    guest.fill("#password", PASSWORD)
    guest.click("main form button")
    guest.wait_for_url("**/console/**")

    talk, device = plug_in(guest)
    for path in SET_UP:
        guest.goto(address() + path)
        found += problems(guest)
    guest.click("[data-passkey] button")
    guest.wait_for_url("**/account/recovery-codes**")
    found += problems(guest)
    assert len(talk.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    guest.click("form button.big")
    guest.wait_for_url("**/account/security")
    found += problems(guest)
    with guest.expect_navigation():
        guest.click("form[action='/logout'] button")

    log_in_as(guest, address, reader)
    assert "/login/factor" in guest.url
    found += problems(guest)
    guest.click("[data-passkey] button")
    guest.wait_for_url("**/shops")
    guest.click("main form button")
    guest.wait_for_url("**/console/**")
    assert found == []


def log_in_as(page, address, email):
    page.goto(f"{address()}/login")
    page.fill("[name=username]", email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main form button")


def test_another_device_does_not_open_the_log_in(visitor, address, shops, demo, complaints):
    reader = "guest-other@mail.example"
    owner = visitor(DESKTOP)
    office(owner, address, demo)
    owner.fill("#email", reader)
    owner.click("form.card button.button")
    owner.wait_for_selector(".toast")
    guest = visitor(DESKTOP)
    guest.goto(link_for(shops, reader))
    guest.fill("#name", "Guest")
    guest.fill("#password", PASSWORD)
    guest.click("main form button")
    guest.wait_for_url("**/console/**")
    plug_in(guest)
    guest.goto(f"{address()}/account/second-factor/passkey")
    guest.click("[data-passkey] button")
    guest.wait_for_url("**/account/recovery-codes**")

    thief = visitor(DESKTOP)
    plug_in(thief)
    log_in_as(thief, address, reader)
    thief.click("[data-passkey] button")
    thief.wait_for_selector("[data-passkey] .error:not([hidden])", timeout=90_000)
    thief.goto(f"{address()}/shops")
    assert "/login" in thief.url
    complaints.clear()
