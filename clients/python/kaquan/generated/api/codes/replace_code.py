from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.given_reason_input import GivenReasonInput
from ...models.replacement import Replacement
from ...types import UNSET, Unset


def request(
    code_id: str,
    body: GivenReasonInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/codes/{code_id}/replace".format(
            code_id=quote(str(code_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Replacement:
    """The answer of a request that succeeded."""
    if response.status_code == 201:
        response_201 = Replacement.from_dict(response.json())

        return response_201

    raise UnexpectedAnswer(response)
