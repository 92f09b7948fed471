"""``python -m testbed.office_screenshots FOLDER PORT``: the back office on a phone and on a desktop, as pictures for the documents.

Of the demo shop of an ``up`` that runs on that data folder and port, as full or as empty as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from testbed.screenshots import DESKTOP, PHONE, TO, sheet
from testbed.webhook_screenshots import log_in

SHEETS = (("phone", PHONE, 4, 0.6), ("desktop", DESKTOP, 2, 0.5))  # name, size, pictures in a row, scale
CODES = "\n".join(f"CARD{number:04d}----{number * 99_991:010d}" for number in range(1, 101))
PAGES = (
    "launch",
    "products/new",
    "",
    "?days=30",
    "orders",
    "products",
    "finance/reports/daily",
    "finance/reconciliation",
)
PREVIEW = ""  # of an import, which has no address that one could open


def preview(page: Page, office: str) -> None:
    """A hundred codes, as they are shown before they are stored."""
    page.goto(f"{office}/imports/new")
    page.fill("#pasted", CODES)
    page.click(".save button.button")
    page.wait_for_selector(".sums")


def walk(page: Page, office: str) -> list[bytes]:
    """A picture of each page."""
    taken = []
    for path in PAGES:
        if path == PREVIEW:
            preview(page, office)
        else:
            page.goto(f"{office}/{path}")
        page.wait_for_load_state("networkidle")
        taken.append(page.screenshot())
    return taken


def main(folder: str, port: str) -> None:
    """Log in as the owner of the demo shop on both kinds of screen, and write the pictures."""
    password = json.loads((Path(folder) / "demo.json").read_text())["secrets"]["demo"]["password"]
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        for name, viewport, columns, scale in SHEETS:
            page = browser.new_page(viewport=viewport, locale="zh-CN")
            log_in(page, f"http://kaquan.localhost:{port}", password)
            pictures = walk(page, f"http://demo.kaquan.localhost:{port}/console")
            sheet(pictures, columns, scale, 256).save(TO / f"office-{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
