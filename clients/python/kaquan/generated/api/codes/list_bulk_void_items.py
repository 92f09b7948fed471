from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.bulk_void_item_page import BulkVoidItemPage
from ...models.list_bulk_void_items_status import (
    ListBulkVoidItemsStatus,
)
from ...types import UNSET, Unset


def request(
    void_id: str,
    *,
    cursor: str | Unset = UNSET,
    include: str | Unset = UNSET,
    limit: int | Unset = 20,
    status: ListBulkVoidItemsStatus | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["include"] = include

    params["limit"] = limit

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/bulk_voids/{void_id}/items".format(
            void_id=quote(str(void_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> BulkVoidItemPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = BulkVoidItemPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
