from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.sku import Sku


def request(
    sku_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/skus/{sku_id}".format(
            sku_id=quote(str(sku_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Sku:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Sku.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
