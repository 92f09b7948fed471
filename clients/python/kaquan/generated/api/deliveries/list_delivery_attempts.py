from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.webhook_delivery_attempt_page import WebhookDeliveryAttemptPage
from ...types import UNSET, Unset


def request(
    delivery_id: str,
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = 20,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/deliveries/{delivery_id}/attempts".format(
            delivery_id=quote(str(delivery_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> WebhookDeliveryAttemptPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = WebhookDeliveryAttemptPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
