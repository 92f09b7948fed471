from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.whole_delivery import WholeDelivery


def request(
    delivery_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/deliveries/{delivery_id}".format(
            delivery_id=quote(str(delivery_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> WholeDelivery:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = WholeDelivery.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
