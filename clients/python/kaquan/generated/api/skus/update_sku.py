from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.sku import Sku
from ...models.sku_changes import SkuChanges
from ...types import UNSET, Unset


def request(
    sku_id: str,
    body: SkuChanges | Unset = UNSET,
    *,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/skus/{sku_id}".format(
            sku_id=quote(str(sku_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Sku:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Sku.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
