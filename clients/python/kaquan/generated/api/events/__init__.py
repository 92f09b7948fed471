from __future__ import annotations

import datetime
from typing import Any, cast

from ....resource import Resource
from ...models.event import Event
from ...models.event_page import EventPage
from ...models.event_type_page import EventTypePage
from ...models.list_events_types_item import (
    ListEventsTypesItem,
    check_list_events_types_item,
)
from ...types import UNSET, File, Unset
from . import get_event as _get_event
from . import list_event_types as _list_event_types
from . import list_events as _list_events


class EventsResource(Resource):
    """What the API does with events."""

    def get_event(
        self,
        event_id: str,
    ) -> Event:
        """Get an event.

        For 30 days.

        Scope: `events:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_event.request(
                event_id=event_id,
            ),
            _get_event.parse,
            keyed=False,
        )

    def list_event_types(
        self,
    ) -> EventTypePage:
        """What can happen.

        All of them, in one page, as the version of the call shows them. None ever carries a card code.

        Scope: `events:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_event_types.request(),
            _list_event_types.parse,
            keyed=False,
        )

    def list_events(
        self,
        *,
        after: str | Unset = UNSET,
        createdgte: datetime.datetime | Unset = UNSET,
        createdlt: datetime.datetime | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = 20,
        object_: str | Unset = UNSET,
        types: list[ListEventsTypesItem] | Unset = UNSET,
        wait: int | Unset = 0,
    ) -> EventPage:
        """List or follow events.

        What happened in the last 30 days.

        **To look back**, ask without `after`: newest first, page by page with `cursor`.

        **To follow**, for systems without a public address, hand `next_after` back:

        1. Begin with `after=beginning`, or with the id of the newest event you know.
        2. Handle `data`, keep `next_after`, ask again with `after=` it: at once when `has_more`, else with `wait=30`.

        Nothing is passed over and nothing comes twice, however many write at once: events stand in the order of the
        transactions that wrote them, and one is shown only when no older one can appear before it. That takes
        milliseconds; longer, while a long change of the platform's own is being written. A page may hold
        fewer events than `limit`, even none, while `has_more` is true: each answer looks at a limited number of
        events.

        Few requests can wait at a time; others are answered at once, with `Retry-After`. Who was away for more than
        30 days
        and has missed something is told so: `events_expired` (410).

        Scope: `events:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_events.request(
                after=after,
                createdgte=createdgte,
                createdlt=createdlt,
                cursor=cursor,
                limit=limit,
                object_=object_,
                types=types,
                wait=wait,
            ),
            _list_events.parse,
            keyed=False,
        )
