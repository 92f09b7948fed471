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
    expand: list[str] | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    json_expand: list[str] | Unset = UNSET
    if not isinstance(expand, Unset):
        json_expand = expand

    params["expand[]"] = json_expand

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/issuances/{issuance_id}".format(
            issuance_id=quote(str(issuance_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> Issuance:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Issuance.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
