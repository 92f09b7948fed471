from __future__ import annotations

import datetime
from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.list_deliveries_status import (
    ListDeliveriesStatus,
)
from ...models.list_deliveries_type import (
    ListDeliveriesType,
)
from ...models.webhook_delivery_page import WebhookDeliveryPage
from ...types import UNSET, Unset


def request(
    *,
    createdgte: datetime.datetime | Unset = UNSET,
    createdlt: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    endpoint: str | Unset = UNSET,
    event: str | Unset = UNSET,
    limit: int | Unset = 20,
    status: ListDeliveriesStatus | Unset = UNSET,
    type_: ListDeliveriesType | Unset = UNSET,
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

    params["endpoint"] = endpoint

    params["event"] = event

    params["limit"] = limit

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_

    params["type"] = json_type_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/deliveries",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> WebhookDeliveryPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = WebhookDeliveryPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
