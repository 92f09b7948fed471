"""The bell: how much waits for whoever looks, and the page that lists it."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.access.services.note_look import note_look
from tenants.console.attention import Item, list_waiting
from tenants.console.staff import person, staff_only

KEPT = 20  # seconds: every open page asks once a minute
MOST = 99


def _waiting(request: HttpRequest) -> list[Item]:
    return list_waiting(person(request), request.powers, now())  # type: ignore[attr-defined]


def _key(request: HttpRequest) -> str:
    me = person(request)
    return f"attention:{me.user_id}:{me.role}"


@staff_only(Power.START)
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The number on the bell, as a fragment."""
    count = cache.get(_key(request))
    if count is None:
        count = sum(item.count for item in _waiting(request) if item.tone != "blue")
        cache.set(_key(request), count, KEPT)
    return render(request, "console/home/bell.html", {"count": count, "shown": f"{MOST}+" if count > MOST else count})


@staff_only(Power.START)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything that waits, each with the way there. What finished is news until it was looked at here."""
    items = _waiting(request)
    note_look(user_id=person(request).user_id, now=now())
    cache.delete(_key(request))
    return render(request, "console/home/attention.html", {"items": items})


@staff_only(Power.START)
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The same list as a fragment of the first page."""
    return render(request, "console/home/attention_rows.html", {"items": _waiting(request)})
