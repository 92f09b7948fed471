"""The page of one endpoint: how it is, what it got, what can be done."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.delivery_words import rows_of
from tenants.console.endpoint_health import SPANS, begin_of, health_of
from tenants.console.endpoint_words import FORMATS, host_of
from tenants.console.event_words import grouped_types
from tenants.console.staff import staff_only
from tenants.console.views.keys import OVERLAPS
from tenants.console.views.recoveries import gap_of, progress_of
from tenants.console.views.webhooks import Opened, facts_of, opened, ways_of
from webhooks.endpoint_settings import conditions_of
from webhooks.enums import DeliveryStatus
from webhooks.selectors import (
    get_backlog,
    list_matching_deliveries,
    list_redeliveries,
    list_secrets,
    list_tallies,
)

AT_ONCE, LIVE_ROWS, OPERATIONS, COUNTED = 25, 20, 3, 10_000
LIVE_FOR = dt.timedelta(minutes=10)


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def detail(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """How an endpoint has been doing, its deliveries, and what can be done with it."""
    with opened(request, endpoint_id) as found:
        context = page_of(request, found)
    return render(request, "console/endpoint.html", context)


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def live(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """The newest deliveries, for a page that asks again and again; nothing (204) while they are what it knows already."""
    with opened(request, endpoint_id) as found:
        shown = _live(found, request.GET.get("since", ""))
    if shown["going_on"] and shown["known"] == request.GET.get("known"):
        return HttpResponse(status=204)
    return render(request, "console/endpoint_live.html", {**ways_of(found.mode), "id": found.id, **shown})


def page_of(request: HttpRequest, found: Opened) -> dict[str, Any]:
    """Everything that the page shows. In the endpoint's shop."""
    endpoint, wall = found.endpoint, on_the_wall(now())
    chosen = request.GET.get("span", "")
    span = SPANS.get(chosen, SPANS["24h"])
    context = {
        **ways_of(found.mode),
        **facts_of(endpoint),
        "host": host_of(endpoint.url),
        "format": FORMATS[endpoint.payload_format],
        "conditions": conditions_of(endpoint.content_filter),
        "spans": [(name, each.words, found.address(span=name)) for name, each in SPANS.items()],
        "span": chosen if chosen in SPANS else "24h",
        "health": health_of(list_tallies(endpoint.id, begin_of(span, wall)), span, wall),
        "backlog": _backlog_of(get_backlog(endpoint.id, counted=COUNTED + 1)),
        "groups": grouped_types(),
        "overlaps": OVERLAPS.items(),
        "old_secrets": [each for each in list_secrets(current_tenant(), wall, endpoint.id) if each.valid_until],
        "gap": gap_of(endpoint, request.GET.get("gap", "")),
        "offer_gap": "gap" in request.GET and endpoint.status == "enabled",
        "operations": [progress_of(each) for each in list_redeliveries(endpoint.id)[:OPERATIONS]],
        "undo": request.GET.get("undo", ""),
    }
    if "live" in request.GET:
        return context | {"live": True} | _live(found, str(int(wall.timestamp())))
    return context | _deliveries(request, found)


def _backlog_of(found: tuple[int, dt.datetime | None]) -> dict[str, Any]:
    """What waits, as it is written: not counted for ever."""
    waiting, first = found
    return {"waiting": f"{COUNTED}+" if waiting > COUNTED else str(waiting), "first": first}


def _deliveries(request: HttpRequest, found: Opened) -> dict[str, Any]:
    """A page of them, as they were asked for."""
    asked = {name: request.GET.get(name, "").strip() for name in ("status", "type", "event", "before")}
    status = asked["status"] if asked["status"] in DeliveryStatus.values else ""
    try:
        event = parse_public_id("evt", asked["event"]) if asked["event"] else None
        beyond = parse_public_id("dlv", asked["before"]) if asked["before"] else None
        matching = list_matching_deliveries(
            endpoint_id=found.endpoint.id,
            event_id=event,
            status=DeliveryStatus(status) if status else None,
            types=[asked["type"].replace("\x00", "")] if asked["type"] else (),
        )
        rows = list((matching.filter(id__lt=beyond) if beyond else matching)[: AT_ONCE + 1])
    except RecordNotFound:  # what is asked for is no id: nothing has it
        rows = []
    kept = {"status": status, "type": asked["type"], "event": asked["event"]}
    last = public_id("dlv", rows[AT_ONCE - 1].id) if len(rows) > AT_ONCE else ""
    return {
        "rows": rows_of(rows[:AT_ONCE]),
        "statuses": DeliveryStatus.choices,
        "asked": kept,
        "filtered": any(asked.values()),
        "older": found.address(**kept, before=last) if last else "",
    }


def _live(found: Opened, since: str) -> dict[str, Any]:
    """The newest ones, and whether to ask again: not for ever."""
    rows = rows_of(list_matching_deliveries(endpoint_id=found.endpoint.id)[:LIVE_ROWS])
    moment = on_the_wall(now())
    begun = (
        dt.datetime.fromtimestamp(int(since), dt.UTC) if since.isdecimal() and len(since) < 12 else moment - LIVE_FOR
    )
    going_on = moment < min(begun, moment) + LIVE_FOR
    facts = [(row["id"], row["delivery"].status, len(row["attempts"])) for row in rows]
    known = hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
    return {
        "rows": rows,
        "known": known,
        "going_on": going_on,
        "ends": begun + LIVE_FOR,
        "again": found.address("live", since=since, known=known),
    }
