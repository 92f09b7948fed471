"""The API's pages load everything from their own host and complain of nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_for_engineers_asks_another_host(visitor, address, viewport):
    page = visitor(viewport, "en-US")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    host = urlsplit(address("api")).netloc
    for path in ("/versions", "/errors/insufficient_stock", "/quickstart", "/webhooks", "/"):
        page.goto(address("api") + path)
    page.wait_for_selector(".api-content h1", timeout=60_000)  # it draws the whole document
    page.wait_for_selector("text=API docs by Redocly", state="attached")
    page.wait_for_load_state("networkidle")
    assert any("redoc" in url for url in asked)
    assert {url for url in asked if urlsplit(url).netloc != host and not url.startswith(("data:", "blob:"))} == set()
    assert page.locator("img:visible").count() == 0
