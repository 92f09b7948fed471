from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.operation import Operation


def request(
    operation_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/operations/{operation_id}/cancel".format(
            operation_id=quote(str(operation_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Operation:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Operation.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
