from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.advance_input import AdvanceInput
from ...models.clock import Clock
from ...types import UNSET, Unset


def request(
    body: AdvanceInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/test_helpers/clock/advance",
    }
    _kwargs["json"] = body.to_dict()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Clock:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Clock.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
