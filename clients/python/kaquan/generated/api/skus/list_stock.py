from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.stock_page import StockPage
from ...types import UNSET


def request(
    *,
    sku_ids: list[str],
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    json_sku_ids = sku_ids

    params["sku_ids[]"] = json_sku_ids

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/stock",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> StockPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = StockPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
