from __future__ import annotations

import datetime
from typing import Any, cast

from ....resource import Resource
from ...models.code_page import CodePage
from ...models.delivery import Delivery
from ...models.delivery_input import DeliveryInput
from ...models.issuance import Issuance
from ...models.issuance_input import IssuanceInput
from ...models.issuance_page import IssuancePage
from ...models.list_issuances_status import (
    ListIssuancesStatus,
    check_list_issuances_status,
)
from ...types import UNSET, File, Unset
from . import cancel_issuance as _cancel_issuance
from . import create_issuance as _create_issuance
from . import deliver_issuance as _deliver_issuance
from . import get_issuance as _get_issuance
from . import get_issuance_by_external_id as _get_issuance_by_external_id
from . import list_issuance_codes as _list_issuance_codes
from . import list_issuances as _list_issuances


class IssuancesResource(Resource):
    """What the API does with issuances."""

    def cancel_issuance(
        self,
        issuance_id: str,
    ) -> Issuance:
        """Cancel an issuance that waits for stock.

        Only before its first code. Cancelling twice changes nothing; the external_id stays used.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _cancel_issuance.request(
                issuance_id=issuance_id,
            ),
            _cancel_issuance.parse,
            keyed=False,
        )

    def create_issuance(
        self,
        body: IssuanceInput,
        *,
        include: str | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
        prefer: str | Unset = UNSET,
    ) -> Issuance:
        """Issue codes.

        Once, whatever is retried. A retry with the same external_id or Idempotency-Key answers the same issuance.

        More than 100 codes, or `fulfillment_policy: backorder`, are answered 202, unless you `Prefer: wait=…`. A
        repeat with the
        same Idempotency-Key is answered with the status of the first.

        Where products limit how often codes are read (`reveal_limit`), `include=codes` is one look. Send an
        Idempotency-Key with
        it: a repeat with that key within 10 minutes is the same look, should the answer be lost. Otherwise the codes
        are left
        out of a repeat once they were read as often as they may be.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_issuance.request(
                body=body,
                include=include,
                idempotency_key=idempotency_key,
                prefer=prefer,
            ),
            _create_issuance.parse,
            keyed=True,
        )

    def deliver_issuance(
        self,
        issuance_id: str,
        body: DeliveryInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Delivery:
        """Make a link that shows the codes, or mail it.

        A page of your shop, for whoever has its link, until it ends. Needs ``codes:reveal`` too: it is as good as
        codes.

        With ``email`` the buyer is mailed the link as soon as all codes are there: at most five mails a day for an
        issuance, a
        minute apart.

        Where products limit how often codes are read (`reveal_limit`), making a link is one look at each of the codes
        that are
        there; what is seen by it is not counted.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _deliver_issuance.request(
                issuance_id=issuance_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _deliver_issuance.parse,
            keyed=True,
        )

    def get_issuance(
        self,
        issuance_id: str,
        *,
        expand: list[str] | Unset = UNSET,
    ) -> Issuance:
        """Get an issuance.

        By id.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_issuance.request(
                issuance_id=issuance_id,
                expand=expand,
            ),
            _get_issuance.parse,
            keyed=False,
        )

    def get_issuance_by_external_id(
        self,
        external_id: str,
        *,
        expand: list[str] | Unset = UNSET,
    ) -> Issuance:
        """Get an issuance by your own number.

        What to ask before refunding a buyer after an unknown outcome.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_issuance_by_external_id.request(
                external_id=external_id,
                expand=expand,
            ),
            _get_issuance_by_external_id.parse,
            keyed=False,
        )

    def list_issuance_codes(
        self,
        issuance_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> CodePage:
        """Read the codes of an issuance.

        In issue order. ``format=text`` answers all of them, one a line, as ``card_number----code``.

        Where products limit how often codes are read (`reveal_limit`), each page is a look at its codes. If one of
        them was read
        as often as it may be, none is shown and nothing counted: `reveal_exhausted` (410).

        What codes say is kept for 180 days after delivery, and for longer while something about them is open; then it
        is destroyed:
        `codes_not_kept` (410).

        Scope: `codes:reveal`

        Rate limit: `reveal`
        """
        return self._ask(
            _list_issuance_codes.request(
                issuance_id=issuance_id,
                cursor=cursor,
                limit=limit,
            ),
            _list_issuance_codes.parse,
            keyed=False,
        )

    def list_issuances(
        self,
        *,
        createdgte: datetime.datetime | Unset = UNSET,
        createdlt: datetime.datetime | Unset = UNSET,
        cursor: str | Unset = UNSET,
        expand: list[str] | Unset = UNSET,
        external_id: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
        sku: str | Unset = UNSET,
        status: ListIssuancesStatus | Unset = UNSET,
    ) -> IssuancePage:
        """List issuances.

        Newest first. A filter by SKU or metadata walks from the newest on: give ``created[gte]`` with it in a large
        shop.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_issuances.request(
                createdgte=createdgte,
                createdlt=createdlt,
                cursor=cursor,
                expand=expand,
                external_id=external_id,
                include=include,
                limit=limit,
                sku=sku,
                status=status,
            ),
            _list_issuances.parse,
            keyed=False,
        )
