from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.clock import Clock


def request() -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/test_helpers/clock",
    }
    return _kwargs


def parse(response: httpx.Response) -> Clock:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Clock.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
