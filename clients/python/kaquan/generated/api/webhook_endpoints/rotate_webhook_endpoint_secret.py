from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.rotate_input import RotateInput
from ...models.rotated_endpoint import RotatedEndpoint
from ...types import UNSET, Unset


def request(
    endpoint_id: str,
    body: RotateInput | Unset = UNSET,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/webhook_endpoints/{endpoint_id}/rotate_secret".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> RotatedEndpoint:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = RotatedEndpoint.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
