from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.issuance import Issuance
from ...models.issuance_input import IssuanceInput
from ...types import UNSET, Unset


def request(
    body: IssuanceInput,
    *,
    include: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    params: dict[str, Any] = {}

    params["include"] = include

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/issuances",
        "params": params,
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Issuance:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Issuance.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Issuance.from_dict(response.json())

        return response_201

    if response.status_code == 202:
        response_202 = Issuance.from_dict(response.json())

        return response_202

    raise UnexpectedAnswer(response)
