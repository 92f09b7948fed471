from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.key import Key
from ...models.roll_input import RollInput
from ...types import UNSET, Unset


def request(
    key_id: str,
    body: RollInput | Unset = UNSET,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/api_keys/{key_id}/roll".format(
            key_id=quote(str(key_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Key:
    """The answer of a request that succeeded."""
    if response.status_code == 201:
        response_201 = Key.from_dict(response.json())

        return response_201

    raise UnexpectedAnswer(response)
