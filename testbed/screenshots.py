"""``python -m testbed.screenshots``: a buyer's way in a browser, on a phone and on a desktop, as pictures for the documents.

A demo of its own is started for it; what is seen is what a visitor sees.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from functools import partial

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from testbed.up import ROOT, demo

TO = ROOT / "docs" / "screenshots"
PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)
SHEETS = (("phone", PHONE, 6, 0.6), ("desktop", DESKTOP, 2, 0.5))  # name, size, pictures in a row, scale
GAP, COLOURS = 16, 128
Shoot = Callable[[], None]


def buy(page: Page, shop: str, shoot: Shoot) -> None:
    """Home, search by initials, product, checkout, cashier, code; a picture of each."""
    page.goto(shop)
    page.wait_for_load_state("networkidle")
    shoot()
    page.click("#q")
    page.keyboard.type("aqy", delay=40)
    page.wait_for_selector(".suggestions a")
    shoot()
    page.click(".suggestions a")
    page.wait_for_load_state("networkidle")
    shoot()
    page.click("form.buy button.button")
    page.fill("#contact", "13800001111")
    page.click("input[name=terms]")
    shoot()
    page.click("form.form .bar button")
    page.wait_for_selector("button[value=pay], main button")
    shoot()
    page.click("button[value=pay], main button")
    page.wait_for_selector("#codes code")
    shoot()


def sheet(pictures: list[bytes], columns: int, scale: float, colours: int = COLOURS) -> Image.Image:
    """Pictures side by side, row by row."""
    opened = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    width, height = (round(side * scale) for side in opened[0].size)
    rows = -(-len(opened) // columns)
    whole = Image.new("RGB", (columns * (width + GAP) - GAP, rows * (height + GAP) - GAP), "white")
    for number, picture in enumerate(opened):
        row, column = divmod(number, columns)
        whole.paste(picture.resize((width, height)), (column * (width + GAP), row * (height + GAP)))
    # Colours that are rare on a page, such as that of what failed, are kept too.
    return whole.quantize(colours, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)


def take(shop: str, chromium: str | None) -> None:
    """Buy in the shop on both kinds of screen, and write the pictures."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        for name, viewport, columns, scale in SHEETS:
            page = browser.new_page(viewport=viewport, locale="zh-CN")
            taken: list[bytes] = []
            buy(page, shop, partial(_add, taken, page))
            sheet(taken, columns, scale).save(TO / f"buying-{name}.png", optimize=True)
        browser.close()


def _add(taken: list[bytes], page: Page) -> None:
    taken.append(page.screenshot())


def main() -> None:
    """Start a demo, buy in it, end it."""
    with demo() as up:
        take(f"http://demo.kaquan.localhost:{up.port}/", shutil.which("chromium") or shutil.which("google-chrome"))


if __name__ == "__main__":
    main()
