"""A shop that is suspended for want of payment: what sells is closed, what was bought stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from platform_core.tenancy.own_rights import current_rights

# Addresses that show what is sold, or sell it. Orders, codes, look-ups, accounts, help, and who runs the shop go on.
SELLING: Final = frozenset(
    {
        "home", "category", "occasion", "product", "beside", "for_you", "search", "suggest", "cart", "cart_add", "cart_change",
        "checkout", "top_up",
    }
)  # fmt: skip
RETRY_AFTER: Final = 3600


class ClosedShop:
    """Answers 503 in place of pages that sell: closed for now, so that search engines keep nothing of it and come again.

    That a shop is open is known for five seconds; that it is closed is looked up each time, so it is open again at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The closed page, where the address sells and the shop is suspended."""
        match = request.resolver_match
        if match is None or match.namespace != "shop" or match.url_name not in SELLING:
            return None
        if current_rights().sells or current_rights(fresh=True).sells:
            return None
        response = render(request, "storefront/closed.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
