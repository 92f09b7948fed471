from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.deleted_endpoint import DeletedEndpoint


def request(
    endpoint_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/webhook_endpoints/{endpoint_id}".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> DeletedEndpoint:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = DeletedEndpoint.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
