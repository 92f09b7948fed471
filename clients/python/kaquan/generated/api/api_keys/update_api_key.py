from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.key import Key
from ...models.key_changes import KeyChanges
from ...types import UNSET, Unset


def request(
    key_id: str,
    body: KeyChanges | Unset = UNSET,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/api_keys/{key_id}".format(
            key_id=quote(str(key_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Key:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Key.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
