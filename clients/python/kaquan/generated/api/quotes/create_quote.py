from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.quote import Quote
from ...models.quote_input import QuoteInput


def request(
    body: QuoteInput,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/quotes",
    }
    _kwargs["json"] = body.to_dict()

    return _kwargs


def parse(response: httpx.Response) -> Quote:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Quote.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
