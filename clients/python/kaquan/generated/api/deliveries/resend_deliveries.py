from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.resend_input import ResendInput
from ...models.resend_operation import ResendOperation
from ...types import UNSET, Unset


def request(
    body: ResendInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/deliveries:resend",
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> ResendOperation:
    """The answer of a request that succeeded."""
    if response.status_code == 202:
        response_202 = ResendOperation.from_dict(response.json())

        return response_202

    raise UnexpectedAnswer(response)
