from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.reservation import Reservation
from ...models.reservation_input import ReservationInput
from ...types import UNSET, File, Unset
from . import create_reservation as _create_reservation
from . import get_reservation as _get_reservation
from . import release_reservation as _release_reservation


class ReservationsResource(Resource):
    """What the API does with reservations."""

    def create_reservation(
        self,
        body: ReservationInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Reservation:
        """Hold codes for a checkout.

        At most 15 minutes; then they go back on sale by themselves. Issue with ``lines[].reservation``.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_reservation.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_reservation.parse,
            keyed=True,
        )

    def get_reservation(
        self,
        reservation_id: str,
    ) -> Reservation:
        """Get a reservation.

        What became of it.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_reservation.request(
                reservation_id=reservation_id,
            ),
            _get_reservation.parse,
            keyed=False,
        )

    def release_reservation(
        self,
        reservation_id: str,
    ) -> Reservation:
        """Give held codes back.

        They are for sale again at once. Releasing twice changes nothing; issued codes cannot be released.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _release_reservation.request(
                reservation_id=reservation_id,
            ),
            _release_reservation.parse,
            keyed=False,
        )
