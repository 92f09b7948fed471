from __future__ import annotations

import datetime
from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.event_page import EventPage
from ...models.list_events_types_item import (
    ListEventsTypesItem,
)
from ...types import UNSET, Unset


def request(
    *,
    after: str | Unset = UNSET,
    createdgte: datetime.datetime | Unset = UNSET,
    createdlt: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,
    object_: str | Unset = UNSET,
    types: list[ListEventsTypesItem] | Unset = UNSET,
    wait: int | Unset = 0,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["after"] = after

    json_createdgte: str | Unset = UNSET
    if not isinstance(createdgte, Unset):
        json_createdgte = createdgte.isoformat()
    params["created[gte]"] = json_createdgte

    json_createdlt: str | Unset = UNSET
    if not isinstance(createdlt, Unset):
        json_createdlt = createdlt.isoformat()
    params["created[lt]"] = json_createdlt

    params["cursor"] = cursor

    params["limit"] = limit

    params["object"] = object_

    json_types: list[str] | Unset = UNSET
    if not isinstance(types, Unset):
        json_types = []
        for types_item_data in types:
            types_item: str = types_item_data
            json_types.append(types_item)

    params["types[]"] = json_types

    params["wait"] = wait

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/events",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> EventPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = EventPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
