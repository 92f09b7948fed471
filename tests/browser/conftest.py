"""A real Chromium in front of the whole platform, demo shops included."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.live import Platform, running_platform

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")


@pytest.fixture(scope="package")
def shops() -> Iterator[Platform]:
    """The platform with its demo, once."""
    with running_platform() as running:
        yield running


@pytest.fixture(scope="package")
def demo(shops: Platform) -> dict[str, Any]:
    """Log-ins and keys of the demo."""
    facts: dict[str, Any] = json.loads((shops.data_dir / "demo.json").read_text())
    return facts


@pytest.fixture(scope="package")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One browser for all tests."""
    from tests.browser import looking

    looking.everywhere = request.config.getoption("--long")
    # Without the windows that nobody sees a page takes half the time.
    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if path is None:
        pytest.fail("these tests need Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


def _path(url: str) -> str:
    return urlsplit(url).path


def _listen(said: ConsoleMessage, complaints: list[str]) -> None:
    # What could not be loaded is noted with its address when the answer arrives.
    if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
        complaints.append(said.text)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages complained about. A test ends with none: no script error, no policy violation, no missing file."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def visitor(chromium: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser profile of its own, of phone width unless told, in Chinese unless told."""
    opened: list[BrowserContext] = []

    def open_page(viewport: dict[str, int] = PHONE, locale: str = "zh-CN", scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["clipboard-read", "clipboard-write"],
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: _listen(said, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda got: got.status >= 400 and complaints.append(f"{got.status} {_path(got.url)}"))
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture
def address(shops: Platform) -> Callable[[str], str]:
    """``address("demo")``: the shop's address; ``address("")``: the platform's."""
    return lambda slug="": f"http://{slug + '.' if slug else ''}kaquan.localhost:{shops.port}"
