from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.redemption import Redemption


def request(
    redemption_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/redemptions/{redemption_id}".format(
            redemption_id=quote(str(redemption_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Redemption:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Redemption.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
