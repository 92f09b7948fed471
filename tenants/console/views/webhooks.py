"""Webhook endpoints of the shop: the list, and what the pages of one of them have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.addresses import api_url
from tenants.access.powers import Power
from tenants.console.endpoint_words import place_of, state_of
from tenants.console.event_words import wanted_words
from tenants.console.staff import staff_only
from tenants.console.views.modes import mode_of, place
from webhooks.selectors import get_endpoint, list_endpoints

MOST = 20  # of a shop and mode
ROOT = "/console/webhooks"


class Opened(NamedTuple):
    """An endpoint that a page is about, and where it lives."""

    endpoint: Any
    mode: str

    @property
    def id(self) -> str:
        """``we_…``"""
        return public_id("we", self.endpoint.id)

    def address(self, *parts: str, **query: str) -> str:
        """Of a page about it."""
        return address(self.mode, self.id, *parts, **query)


def address(mode: str, *parts: str, **query: str) -> str:
    """Of a page of the portal, in the mode that one is in."""
    asked = urlencode({name: value for name, value in {"mode": mode, **query}.items() if value not in {"", "live"}})
    return "/".join([ROOT, *parts]) + (f"?{asked}" if asked else "")


@contextmanager
def opened(request: HttpRequest, endpoint_id: str) -> Iterator[Opened]:
    """In the shop, or its test twin, with one of its endpoints.

    Raises:
        Http404: it has no such endpoint, or what the block looks for is not there.
    """
    mode = mode_of(request)
    try:
        with place(mode) as exists:
            if not exists:
                raise Http404
            yield Opened(get_endpoint(parse_public_id("we", endpoint_id)), mode)
    except RecordNotFound as error:
        raise Http404 from error


def facts_of(endpoint: Any) -> dict[str, Any]:
    """What every page says of an endpoint. In its shop."""
    return {
        "endpoint": endpoint,
        "id": public_id("we", endpoint.id),
        "place": place_of(endpoint.url),
        "state": state_of(endpoint, on_the_wall(now())),
        "wants": wanted_words(endpoint.event_types),
    }


def ways_of(mode: str) -> dict[str, Any]:
    """What every page of the portal needs for its links."""
    guide = "/webhooks" if get_language() == "en" else "/webhooks.zh"
    return {"mode": mode, "in_mode": "?mode=test" if mode == "test" else "", "docs": api_url(guide)}


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where the shop's systems are told of events, and how each of these places is."""
    mode = mode_of(request)
    with place(mode) as exists:
        rows = [facts_of(each) for each in list_endpoints()] if exists else []
    context = {**ways_of(mode), "tab": "endpoints", "rows": rows, "most": MOST, "full": len(rows) >= MOST}
    return render(request, "console/webhooks.html", context)
