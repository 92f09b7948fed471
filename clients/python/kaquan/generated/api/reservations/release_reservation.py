from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from ....errors import UnexpectedAnswer
from ...models.reservation import Reservation


def request(
    reservation_id: str,
) -> dict[str, Any]:
    """What httpx is to send."""

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/v1/reservations/{reservation_id}".format(
            reservation_id=quote(str(reservation_id), safe=""),
        ),
    }
    return _kwargs


def parse(response: httpx.Response) -> Reservation:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = Reservation.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
