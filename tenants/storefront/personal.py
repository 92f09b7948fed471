"""What is shown to one visitor and not to all: kept in the visitor's own browser, and not at all if they say so.

A session would do as well, but pages for visitors without one are shared (ADR 14); these cookies leave them so.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

SEEN, PLAIN = "seen", "plain"
MOST_SEEN = 12
KEPT = 60 * 60 * 24 * 90  # seconds


def may_personalise(request: HttpRequest) -> bool:
    """Has this visitor not switched it off?"""
    return request.COOKIES.get(PLAIN) != "1"


def seen_by(request: HttpRequest) -> list[uuid.UUID]:
    """Products that this visitor looked at, latest first. The cookie is anybody's word: what is no id is passed over."""
    found = []
    for text in request.COOKIES.get(SEEN, "").split(".")[:MOST_SEEN]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def note_seen(request: HttpRequest, response: HttpResponse, product_id: uuid.UUID) -> None:
    """This visitor looks at a product now."""
    seen = [product_id, *(known for known in seen_by(request) if known != product_id)][:MOST_SEEN]
    _set(request, response, SEEN, ".".join(known.hex for known in seen))


def choose_personal(request: HttpRequest, response: HttpResponse, *, wanted: bool) -> None:
    """Keep the visitor's choice; what was kept of them goes with a no."""
    if wanted:
        response.delete_cookie(PLAIN, samesite="Lax")
    else:
        _set(request, response, PLAIN, "1")
        response.delete_cookie(SEEN, samesite="Lax")


def _set(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=KEPT, httponly=True, samesite="Lax", secure=request.is_secure())


def is_own_form(request: HttpRequest) -> bool:
    """Was the form sent from a page of this shop?

    Shared pages hold no token: the browser's own word for where a form comes from stands in for one.
    """
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
