from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.request_log import RequestLog


def request(
    request_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/request_logs/{request_id}".format(
            request_id=quote(str(request_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> RequestLog:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = RequestLog.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
