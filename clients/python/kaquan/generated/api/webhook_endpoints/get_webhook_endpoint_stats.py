from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.endpoint_stats import EndpointStats
from ...types import UNSET, Unset


def request(
    endpoint_id: str,
    *,
    hours: int | Unset = 24,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["hours"] = hours

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/webhook_endpoints/{endpoint_id}/stats".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> EndpointStats:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = EndpointStats.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
