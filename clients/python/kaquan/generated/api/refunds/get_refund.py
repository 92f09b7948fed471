from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.refund import Refund


def request(
    refund_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/refunds/{refund_id}".format(
            refund_id=quote(str(refund_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Refund:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Refund.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
