from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.export import Export


def request(
    export_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/exports/{export_id}".format(
            export_id=quote(str(export_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Export:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Export.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
