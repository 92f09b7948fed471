from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.balance import Balance


def request() -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/balance",
    }
    return _kwargs


def parse(response: httpx.Response) -> Balance:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Balance.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
