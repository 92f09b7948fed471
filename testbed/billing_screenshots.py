"""``python -m testbed.billing_screenshots``: plan, usage, bills, prices and the platform's figures, on a phone and a desktop, as pictures.

A demo of its own is started for it; what is seen is the past that the demo shops have.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

from playwright.sync_api import Page, sync_playwright

from testbed.screenshots import DESKTOP, PHONE, TO, sheet
from testbed.up import Up, demo
from testbed.webhook_screenshots import log_in

SHEETS = (("phone", PHONE, 6, 0.6), ("desktop", DESKTOP, 2, 0.5))  # name, size, pictures in a row, scale
OFFICE = ("settings/billing", "settings/billing/usage", "settings/billing/invoices")
OWES = "街角咖啡券"


def log_in_staff(page: Page, site: str, password: str) -> None:
    """As the platform's staff."""
    page.goto(f"{site}/staff/login")
    page.fill("[name=username]", "staff@kaquan.localhost")
    page.fill("[name=password]", password)
    page.click("main form button")
    page.wait_for_url("**/staff/")


def _shown(page: Page, address: str) -> bytes:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def walk(page: Page, port: int, secrets: dict[str, Any]) -> list[bytes]:
    """A picture of prices, plan, usage, bills, the platform's figures, the case of who owes."""
    site = f"http://kaquan.localhost:{port}"
    taken = [_shown(page, f"{site}/pricing")]
    log_in(page, site, secrets["demo"]["password"])
    taken += [_shown(page, f"http://demo.kaquan.localhost:{port}/console/{path}") for path in OFFICE]
    page.context.clear_cookies()
    log_in_staff(page, site, secrets["staff"]["password"])
    taken.append(_shown(page, f"{site}/staff/billing"))
    page.goto(f"{site}/staff/billing/subscriptions")
    page.get_by_role("link", name=OWES).first.click()
    page.wait_for_load_state("networkidle")
    return [*taken, page.screenshot()]


def take(up: Up, chromium: str | None) -> None:
    """Walk on both kinds of screen, and write the pictures."""
    secrets = json.loads((up.data_dir / "demo.json").read_text())["secrets"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        for name, viewport, columns, scale in SHEETS:
            context = browser.new_context(viewport=viewport, locale="zh-CN")
            pictures = walk(context.new_page(), up.port, secrets)
            sheet(pictures, columns, scale).save(TO / f"billing-{name}.png", optimize=True)
            context.close()
        browser.close()


def main() -> None:
    """Start a demo, look at it, end it."""
    with demo() as up:
        take(up, shutil.which("chromium") or shutil.which("google-chrome"))


if __name__ == "__main__":
    main()
