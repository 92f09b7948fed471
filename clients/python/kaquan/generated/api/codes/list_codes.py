from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.list_codes_state import ListCodesState
from ...models.stored_code_page import StoredCodePage
from ...types import UNSET, Unset


def request(
    *,
    cursor: str | Unset = UNSET,
    import_: str | Unset = UNSET,
    issuance: str | Unset = UNSET,
    limit: int | Unset = 20,
    refund: str | Unset = UNSET,
    serial: str | Unset = UNSET,
    state: ListCodesState | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["import"] = import_

    params["issuance"] = issuance

    params["limit"] = limit

    params["refund"] = refund

    params["serial"] = serial

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/codes",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> StoredCodePage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = StoredCodePage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
