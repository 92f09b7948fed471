from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.test_delivery_input import TestDeliveryInput
from ...models.webhook_delivery import WebhookDelivery
from ...types import UNSET, Unset


def request(
    endpoint_id: str,
    body: TestDeliveryInput | Unset = UNSET,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/webhook_endpoints/{endpoint_id}/test".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> WebhookDelivery:
    """The answer of a request that succeeded."""
    if response.status_code == 201:
        response_201 = WebhookDelivery.from_dict(response.json())

        return response_201

    raise UnexpectedAnswer(response)
