from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.stored_code import StoredCode


def request(
    code_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/codes/{code_id}".format(
            code_id=quote(str(code_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> StoredCode:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = StoredCode.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
