from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.event import Event


def request(
    event_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/events/{event_id}".format(
            event_id=quote(str(event_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Event:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Event.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
