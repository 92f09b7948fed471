from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.given_reason_input import GivenReasonInput
from ...models.stored_code import StoredCode
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
        "url": "/v1/codes/{code_id}/void".format(
            code_id=quote(str(code_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> StoredCode:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = StoredCode.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
