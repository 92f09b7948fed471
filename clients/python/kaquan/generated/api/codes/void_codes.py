from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.bulk_void import BulkVoid
from ...models.bulk_void_done import BulkVoidDone
from ...models.bulk_void_input import BulkVoidInput
from ...types import UNSET, Unset


def request(
    body: BulkVoidInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/codes:bulk_void",
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> BulkVoid | BulkVoidDone:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = BulkVoidDone.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = BulkVoid.from_dict(response.json())

        return response_202

    raise UnexpectedAnswer(response)
