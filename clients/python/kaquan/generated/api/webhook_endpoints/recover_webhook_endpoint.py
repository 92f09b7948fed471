from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.recover_input import RecoverInput
from ...models.redelivery_operation import RedeliveryOperation
from ...types import UNSET, Unset


def request(
    endpoint_id: str,
    body: RecoverInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/webhook_endpoints/{endpoint_id}/recover".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> RedeliveryOperation:
    """The answer of a request that succeeded."""
    if response.status_code == 202:
        response_202 = RedeliveryOperation.from_dict(response.json())

        return response_202

    raise UnexpectedAnswer(response)
