from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.stock import Stock
from ...models.stock_input import StockInput
from ...types import UNSET, Unset


def request(
    sku_id: str,
    body: StockInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/test_helpers/skus/{sku_id}/set_stock".format(
            sku_id=quote(str(sku_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Stock:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Stock.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
