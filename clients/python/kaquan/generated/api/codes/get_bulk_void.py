from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.bulk_void import BulkVoid


def request(
    void_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/bulk_voids/{void_id}".format(
            void_id=quote(str(void_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> BulkVoid:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = BulkVoid.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
