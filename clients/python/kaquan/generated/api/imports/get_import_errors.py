from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer


def request(
    import_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/imports/{import_id}/errors.csv".format(
            import_id=quote(str(import_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> str:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = response.text
        return response_200

    raise UnexpectedAnswer(response)
