from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.issuance import Issuance
from ...types import UNSET, Unset


def request(
    issuance_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/test_helpers/issuances/{issuance_id}/fail".format(
            issuance_id=quote(str(issuance_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Issuance:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Issuance.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
