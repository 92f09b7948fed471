from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.code import Code
from ...types import UNSET, Unset


def request(
    code_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/codes/{code_id}/reveal".format(
            code_id=quote(str(code_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Code:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Code.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
