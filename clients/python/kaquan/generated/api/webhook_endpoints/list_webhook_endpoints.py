from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.webhook_endpoint_page import WebhookEndpointPage
from ...types import UNSET, Unset


def request(
    *,
    cursor: str | Unset = UNSET,
    include: str | Unset = UNSET,
    limit: int | Unset = 20,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["include"] = include

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/webhook_endpoints",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> WebhookEndpointPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = WebhookEndpointPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
