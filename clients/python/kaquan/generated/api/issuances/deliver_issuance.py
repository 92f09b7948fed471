from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.delivery import Delivery
from ...models.delivery_input import DeliveryInput
from ...types import UNSET, Unset


def request(
    issuance_id: str,
    body: DeliveryInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/issuances/{issuance_id}/deliver".format(
            issuance_id=quote(str(issuance_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Delivery:
    """The answer of a request that succeeded."""
    if response.status_code == 201:
        response_201 = Delivery.from_dict(response.json())

        return response_201

    raise UnexpectedAnswer(response)
