from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.product import Product


def request(
    product_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/products/{product_id}".format(
            product_id=quote(str(product_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Product:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Product.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
