"""What the query string of ``GET /v1/events`` asks for."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from rest_framework.request import Request

from merchant_api.event_schemas import TYPE_FILTERS
from merchant_api.pagination import page_size, read_moment
from merchant_api.problems import ApiProblem
from platform_core.events.models import Event
from platform_core.events.selectors import Place, Wanted, find_event, get_place_at, list_events
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id

VISIBLE = dt.timedelta(days=30)
BEGINNING = "beginning"
MOST_TYPES = 50
LONGEST_WAIT = 30  # seconds
ANY_ID = re.compile(r"^([a-z]{2,5})_([0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{26})$", re.ASCII)


class EventRequest(NamedTuple):
    """Which events, how many, and, for who follows, from where on and how long to wait for them."""

    wanted: Wanted
    limit: int
    oldest: dt.datetime
    after: str | None
    wait: int


def read_event_request(request: Request, now: dt.datetime) -> EventRequest:
    """Read the parameters.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    after, oldest = request.query_params.get("after"), now - VISIBLE
    if after is not None and request.query_params.get("cursor"):
        raise ApiProblem("invalid_parameter", param="cursor", reason="not together with after")
    since, before = read_moment(request, "created[gte]"), read_moment(request, "created[lt]")
    wanted = Wanted(
        types=_types(request),
        about=_about(request),
        since=max(since, oldest) if since else None,
        before=before if before and before < now else None,
    )
    if before is not None and before <= oldest:
        wanted = wanted._replace(before=oldest, since=oldest)
    return EventRequest(wanted, page_size(request), oldest, after, _wait(request, after))


def event_of(text: str) -> Event:
    """The caller's event with this ``evt_…``.

    Raises:
        RecordNotFound: none of the caller's.
    """
    event = find_event(parse_public_id("evt", text))
    if event is None:
        raise RecordNotFound(id=text)
    return event


def place_after(after: str, oldest: dt.datetime) -> Place:
    """The place of the event that a follower names.

    Raises:
        RecordNotFound: none of the caller's.
        ApiProblem: ``events_expired``.
    """
    if after == BEGINNING:
        return get_place_at(oldest)
    event = event_of(after)
    place = Place(event.position, event.id)
    if event.created_at < oldest:
        following = list_events(place, Wanted(), limit=1).events
        if following and following[0].created_at < oldest:
            raise ApiProblem("events_expired", param="after")
    return place


def _types(request: Request) -> list[str] | None:
    texts = request.query_params.getlist("types[]")
    if len(texts) > MOST_TYPES:
        raise ApiProblem("invalid_parameter", param="types[]", reason=f"at most {MOST_TYPES}")
    for text in texts:
        if text not in TYPE_FILTERS:
            raise ApiProblem("invalid_parameter", param="types[]", reason="a type of /v1/event_types, or e.g. code.*")
    return sorted({kind for text in texts for kind in TYPE_FILTERS[text]}) if texts else None


def _about(request: Request) -> str | None:
    text = request.query_params.get("object")
    if text is None:
        return None
    matched = ANY_ID.match(text)
    if matched is None:
        raise ApiProblem("invalid_parameter", param="object", reason="an id")
    return f"{matched[1]}_{matched[2].upper()}"


def _wait(request: Request, after: str | None) -> int:
    text = request.query_params.get("wait")
    if text is None:
        return 0
    if not re.fullmatch(r"\d{1,2}", text, re.ASCII) or int(text) > LONGEST_WAIT:
        raise ApiProblem("invalid_parameter", param="wait", reason=f"0 to {LONGEST_WAIT}")
    if after is None and int(text) > 0:
        raise ApiProblem("invalid_parameter", param="wait", reason="only together with after")
    return int(text)
