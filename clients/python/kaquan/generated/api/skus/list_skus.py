from __future__ import annotations

import datetime
from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.sku_page import SkuPage
from ...types import UNSET, Unset


def request(
    *,
    cursor: str | Unset = UNSET,
    include: str | Unset = UNSET,
    limit: int | Unset = 20,
    sku_code: str | Unset = UNSET,
    updated_after: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["include"] = include

    params["limit"] = limit

    params["sku_code"] = sku_code

    json_updated_after: str | Unset = UNSET
    if not isinstance(updated_after, Unset):
        json_updated_after = updated_after.isoformat()
    params["updated_after"] = json_updated_after

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/skus",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> SkuPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = SkuPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
