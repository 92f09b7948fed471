from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.key import Key


def request(
    key_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/api_keys/{key_id}".format(
            key_id=quote(str(key_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Key:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Key.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
