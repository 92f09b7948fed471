from __future__ import annotations

import datetime
from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.issuance_page import IssuancePage
from ...models.list_issuances_status import (
    ListIssuancesStatus,
)
from ...types import UNSET, Unset


def request(
    *,
    createdgte: datetime.datetime | Unset = UNSET,
    createdlt: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    expand: list[str] | Unset = UNSET,
    external_id: str | Unset = UNSET,
    include: str | Unset = UNSET,
    limit: int | Unset = 20,
    sku: str | Unset = UNSET,
    status: ListIssuancesStatus | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    json_createdgte: str | Unset = UNSET
    if not isinstance(createdgte, Unset):
        json_createdgte = createdgte.isoformat()
    params["created[gte]"] = json_createdgte

    json_createdlt: str | Unset = UNSET
    if not isinstance(createdlt, Unset):
        json_createdlt = createdlt.isoformat()
    params["created[lt]"] = json_createdlt

    params["cursor"] = cursor

    json_expand: list[str] | Unset = UNSET
    if not isinstance(expand, Unset):
        json_expand = expand

    params["expand[]"] = json_expand

    params["external_id"] = external_id

    params["include"] = include

    params["limit"] = limit

    params["sku"] = sku

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/issuances",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> IssuancePage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = IssuancePage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
