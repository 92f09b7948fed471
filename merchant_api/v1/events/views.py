from __future__ import annotations

import time
import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.event_schemas import TYPE_FILTERS
from merchant_api.pagination import read_cursor, write_cursor
from merchant_api.parameters import CREATED_BEFORE, CREATED_SINCE, PAGE
from merchant_api.v1.events.rendering import render_event
from merchant_api.v1.events.request import (
    LONGEST_WAIT,
    MOST_TYPES,
    VISIBLE,
    EventRequest,
    event_of,
    place_after,
    read_event_request,
)
from merchant_api.v1.events.serializers import EventPageSerializer, EventSerializer
from merchant_api.views import ApiView
from merchant_api.waiting import ROOM
from platform_core.events.selectors import END, Found, Place, list_events
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant

COME_BACK = "2"  # seconds, for who found no seat
TYPES = OpenApiParameter(
    "types[]",
    {"type": "array", "items": {"type": "string", "enum": list(TYPE_FILTERS)}, "maxItems": MOST_TYPES},
    description="Only these types; `code.*` are all that begin so.",
    explode=True,
)
OBJECT = OpenApiParameter(
    "object",
    {"type": "string", "pattern": r"^[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}$"},
    description="Only those about this object, e.g. `iss_…` (`sequence.object`).",
)
AFTER = OpenApiParameter(
    "after",
    {"type": "string", "pattern": r"^(beginning|evt_[0-7][0-9A-HJKMNP-TV-Z]{25})$"},
    description="Follow: what comes behind this event, oldest first. `beginning`: from the oldest that is kept.",
)
WAIT = OpenApiParameter(
    "wait",
    {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT, "default": 0},
    description="With `after`, when nothing is there yet: seconds to wait for it.",
)

RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[200],
    description="Too many wait already, so this answer did not: seconds until you ask again.",
)


class EventList(ApiView):
    """Events."""

    scopes: ClassVar[dict[str, str]] = {"GET": "events:read"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("events_expired",)}

    @extend_schema(
        operation_id="list_events",
        tags=["events"],
        summary="List or follow events",
        parameters=[AFTER, WAIT, TYPES, OBJECT, CREATED_SINCE, CREATED_BEFORE, *PAGE, RETRY_AFTER],
        responses=EventPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """What happened in the last 30 days.

        **To look back**, ask without `after`: newest first, page by page with `cursor`.

        **To follow**, for systems without a public address, hand `next_after` back:

        1. Begin with `after=beginning`, or with the id of the newest event you know.
        2. Handle `data`, keep `next_after`, ask again with `after=` it: at once when `has_more`, else with `wait=30`.

        Nothing is passed over and nothing comes twice, however many write at once: events stand in the order of the
        transactions that wrote them, and one is shown only when no older one can appear before it. That takes
        milliseconds; longer, while a long change of the platform's own is being written. A page may hold
        fewer events than `limit`, even none, while `has_more` is true: each answer looks at a limited number of events.

        Few requests can wait at a time; others are answered at once, with `Retry-After`. Who was away for more than 30 days
        and has missed something is told so: `events_expired` (410).
        """
        asked = read_event_request(request, now())
        if asked.after is None:
            return self._list(request, asked)
        return self._follow(request, asked, asked.after)

    def _list(self, request: Request, asked: EventRequest) -> Response:
        shown = read_cursor(request)
        place = Place(shown.position[0], uuid.UUID(shown.position[1])) if shown else END
        found = list_events(place, asked.wanted, limit=asked.limit, newest_first=True, floor=asked.oldest)
        last = found.last if found.more else None
        cursor = write_cursor(request, [last.position, str(last.id)]) if last else None
        return Response(_page(self.version.name, found, next_cursor=cursor))

    def _follow(self, request: Request, asked: EventRequest, after: str) -> Response:
        place = place_after(after, asked.oldest)
        found = list_events(place, asked.wanted, limit=asked.limit)
        headers: dict[str, str] = {}
        if asked.wait and not found.events and not found.more:
            found, headers = _wait(found, place, asked)
        following = public_id("evt", found.last.id) if found.last else after
        return Response(_page(self.version.name, found, next_after=following), headers=headers)


def _wait(found: Found, place: Place, asked: EventRequest) -> tuple[Found, dict[str, str]]:
    """Look again whenever there is something new, until it is what was wanted or the time is over."""
    deadline = time.monotonic() + asked.wait
    with ROOM.seat(current_tenant().role_name) as seat:
        if seat is None:
            return found, {"Retry-After": COME_BACK}
        while not found.events and not found.more:
            place = found.last or place
            if not ROOM.wait(seat, asked.wanted, place, deadline - time.monotonic()):
                break
            newer = list_events(place, asked.wanted, limit=asked.limit)
            found = newer._replace(last=newer.last or found.last)
    return found, {}


def _page(
    version: str, found: Found, *, next_cursor: str | None = None, next_after: str | None = None
) -> dict[str, Any]:
    return {
        "object": "list",
        "data": [render_event(event, current_tenant(), version) for event in found.events],
        "has_more": found.more,
        "next_cursor": next_cursor,
        "next_after": next_after,
    }


class EventDetail(ApiView):
    """One event."""

    scopes: ClassVar[dict[str, str]] = {"GET": "events:read"}

    @extend_schema(operation_id="get_event", tags=["events"], summary="Get an event", responses=EventSerializer)
    def get(self, request: Request, event_id: str) -> Response:
        """For 30 days."""
        event = event_of(event_id)
        if event.created_at < now() - VISIBLE:
            raise RecordNotFound(id=event_id)
        return Response(render_event(event, current_tenant(), self.version.name))
