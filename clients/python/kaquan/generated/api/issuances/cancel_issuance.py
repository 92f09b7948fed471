from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.issuance import Issuance


def request(
    issuance_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/issuances/{issuance_id}/cancel".format(
            issuance_id=quote(str(issuance_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Issuance:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Issuance.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
