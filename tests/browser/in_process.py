"""A real browser whose requests to our hosts are answered by the application in this very process.

So the application's clock, its settings and its database are the test's own (rolled back afterwards), while what stands elsewhere,
such as a payment provider's pages, is asked over real HTTP. Playwright follows no redirect of an answer that was made here: it is
turned into a page that goes on at once, so who presses a button waits for the page behind it (`press`).
"""

from __future__ import annotations

import contextvars
from html import escape
from urllib.parse import urljoin, urlsplit

from django.test import Client
from playwright.sync_api import Locator, Page, Route

OURS = "kaquan.localhost"
GONE_ON = '<!doctype html><meta http-equiv="refresh" content="0;url={}"><title>…</title>'
DROPPED = {"set-cookie", "content-length", "transfer-encoding", "connection"}


class Visit:
    """One visitor: a client of its own for each of our hosts, which keeps the cookies."""

    def __init__(self, page: Page) -> None:
        self.page, self.arrived = page, 0  # how many whole pages were answered, those that only lead on left out
        self.clients: dict[str, Client] = {}
        # The driver calls back in a context of its own, in which Django would open another connection.
        self.context = contextvars.copy_context()
        page.route("**/*", self._answer)

    def client(self, host: str) -> Client:
        """Who asks this host."""
        return self.clients.setdefault(host, Client(HTTP_HOST=host, raise_request_exception=True))

    def press(self, button: Locator) -> None:
        """Click what leads to another page, and wait until that page is there."""
        before = self.arrived
        with self.page.expect_event("load", lambda _: self.arrived > before):
            button.click()

    def _answer(self, route: Route) -> None:
        asked, parts = route.request, urlsplit(route.request.url)
        host = parts.hostname or ""
        if host != OURS and not host.endswith("." + OURS):
            self._elsewhere(route)
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {
            name: value for name, value in asked.headers.items() if name not in {"host", "cookie", "content-length"}
        }
        body, kind = asked.post_data_buffer or b"", asked.headers.get("content-type", "application/octet-stream")
        answer = self.context.run(
            self.client(host).generic, asked.method, path, body, content_type=kind, headers=headers
        )
        told = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in DROPPED}
        whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self._tell(route, answer.status_code, told, whole)

    def _elsewhere(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        told = {name: value for name, value in answer.headers.items() if name.lower() not in DROPPED}
        self._tell(route, answer.status, told, answer.body())

    def _tell(self, route: Route, status: int, headers: dict[str, str], body: bytes) -> None:
        if status in {301, 302, 303, 307} and "location" in headers:
            on = urljoin(route.request.url, headers["location"])
            route.fulfill(status=200, content_type="text/html", body=GONE_ON.format(escape(on)))
        else:
            self.arrived += route.request.is_navigation_request()
            route.fulfill(status=status, headers=headers, body=body)
