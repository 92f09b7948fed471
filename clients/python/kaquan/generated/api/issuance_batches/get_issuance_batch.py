from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.batch import Batch


def request(
    batch_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/issuance_batches/{batch_id}".format(
            batch_id=quote(str(batch_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Batch:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Batch.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
