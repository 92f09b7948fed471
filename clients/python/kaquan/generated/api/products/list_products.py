from __future__ import annotations

import datetime
from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.list_products_kind import ListProductsKind
from ...models.product_page import ProductPage
from ...types import UNSET, Unset


def request(
    *,
    active: bool | Unset = UNSET,
    category: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    ids: list[str] | Unset = UNSET,
    include: str | Unset = UNSET,
    kind: ListProductsKind | Unset = UNSET,
    limit: int | Unset = 20,
    q: str | Unset = UNSET,
    updated_after: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["active"] = active

    params["category"] = category

    params["cursor"] = cursor

    json_ids: list[str] | Unset = UNSET
    if not isinstance(ids, Unset):
        json_ids = ids

    params["ids[]"] = json_ids

    params["include"] = include

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["limit"] = limit

    params["q"] = q

    json_updated_after: str | Unset = UNSET
    if not isinstance(updated_after, Unset):
        json_updated_after = updated_after.isoformat()
    params["updated_after"] = json_updated_after

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/products",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> ProductPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = ProductPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
