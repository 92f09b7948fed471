from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.validate_input import ValidateInput
from ...models.validation import Validation
from ...types import UNSET, Unset


def request(
    body: ValidateInput | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/codes/validate",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    return _kwargs


def parse(response: httpx.Response) -> Validation:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Validation.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
