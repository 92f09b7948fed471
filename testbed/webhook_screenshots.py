"""``python -m testbed.webhook_screenshots``: the webhook portal of the back office, on a phone and on a desktop, as pictures.

A demo of its own is started for it, and a receiver on this machine that answers as its owner would rather it did not, too.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import Page, sync_playwright

from testbed.screenshots import DESKTOP, PHONE, TO, Shoot, sheet
from testbed.up import Up, demo

SHEETS = (("phone", PHONE, 6, 0.6), ("desktop", DESKTOP, 2, 0.5))  # name, size, pictures in a row, scale
SENT = ("issuance.completed", "code.redeemed", "refund.succeeded", "sku.stock_low")
PATIENCE = 20_000  # milliseconds


class Owner(http.server.BaseHTTPRequestHandler):
    """A system that takes every event but those about stock."""

    def do_POST(self) -> None:
        """Answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(503 if b"stock_low" in body else 200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"busy, please try later" if b"stock_low" in body else b"taken")

    def log_message(self, *_words: object) -> None:
        """Silent."""


@contextmanager
def receiving() -> Iterator[str]:
    """Yields the URL of a receiver."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Owner)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/webhooks/kaquan"
    server.shutdown()
    server.server_close()


def log_in(page: Page, site: str, password: str) -> None:
    """As the owner of the demo shop."""
    page.goto(f"{site}/login")
    page.fill("[name=username]", "demo@kaquan.localhost")
    page.fill("[name=password]", password)
    page.click("main form button")
    page.goto(f"{site}/shops")
    page.click("main form button")
    page.wait_for_url("**/console/**")


def walk(page: Page, portal: str, receiver: str, shoot: Shoot) -> None:
    """A URL that is refused, the form, events watched as they arrive, the endpoint, what was sent, the list; a picture of each."""
    page.goto(f"{portal}/new")
    page.fill("#url", "https://10.0.0.7/webhooks")
    page.click(".bar button.button")
    page.wait_for_selector("#url_error")
    shoot()
    page.fill("#url", receiver)
    page.fill("#description", "ERP")
    page.check("[value='issuance.*']")
    shoot()
    page.click(".bar button.button")
    page.wait_for_url("**/webhooks/we_*")
    place = page.url
    for number, kind in enumerate(SENT, 1):
        page.select_option("#sample", kind)
        page.click("form[action$='/test'] button")
        page.locator("#live tbody td", has_text="HTTP").nth(number - 1).wait_for(timeout=PATIENCE)
    page.locator("#deliveries").scroll_into_view_if_needed()
    shoot()
    page.goto(place)
    shoot()
    page.click("#deliveries tbody a >> nth=0")
    page.wait_for_selector(".attempts")
    shoot()
    page.goto(portal)
    shoot()


def take(up: Up, receiver: str, chromium: str | None) -> None:
    """Walk on both kinds of screen, and write the pictures."""
    password = json.loads((up.data_dir / "demo.json").read_text())["secrets"]["demo"]["password"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        for name, viewport, columns, scale in SHEETS:
            page = browser.new_page(viewport=viewport, locale="zh-CN")
            log_in(page, f"http://kaquan.localhost:{up.port}", password)
            taken: list[bytes] = []
            portal = f"http://demo.kaquan.localhost:{up.port}/console/webhooks"
            walk(page, portal, receiver, partial(_add, taken, page))
            sheet(taken, columns, scale).save(TO / f"webhooks-{name}.png", optimize=True)
        browser.close()


def _add(taken: list[bytes], page: Page) -> None:
    taken.append(page.screenshot())


def main() -> None:
    """Start a demo, walk through its portal, end it."""
    with demo() as up:
        with receiving() as receiver:
            take(up, receiver, shutil.which("chromium") or shutil.which("google-chrome"))


if __name__ == "__main__":
    main()
