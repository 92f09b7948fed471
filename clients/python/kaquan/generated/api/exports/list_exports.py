from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.export_page import ExportPage
from ...models.list_exports_type import ListExportsType
from ...types import UNSET, Unset


def request(
    *,
    cursor: str | Unset = UNSET,
    include: str | Unset = UNSET,
    limit: int | Unset = 20,
    type_: ListExportsType | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["include"] = include

    params["limit"] = limit

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/exports",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> ExportPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = ExportPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
