from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.refund import Refund
from ...models.refund_input import RefundInput
from ...models.refund_page import RefundPage
from ...types import UNSET, File, Unset
from . import create_refund as _create_refund
from . import get_refund as _get_refund
from . import list_refunds as _list_refunds


class RefundsResource(Resource):
    """What the API does with refunds."""

    def create_refund(
        self,
        body: RefundInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Refund:
        """Refund an issuance or some of its codes.

        Never more than was paid, no code twice. Voided codes are worthless at once; the books owe the money.

        Up to 100 codes are voided before the answer. More are answered with 202 and ``pending``: the refund counts
        from then on,
        and is settled in the background as a whole (``succeeded``) or not at all (``failed``); poll ``operation``.

        Scope: `refunds:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_refund.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_refund.parse,
            keyed=True,
        )

    def get_refund(
        self,
        refund_id: str,
    ) -> Refund:
        """Get a refund.

        By id.

        Scope: `refunds:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_refund.request(
                refund_id=refund_id,
            ),
            _get_refund.parse,
            keyed=False,
        )

    def list_refunds(
        self,
        *,
        cursor: str | Unset = UNSET,
        external_id: str | Unset = UNSET,
        include: str | Unset = UNSET,
        issuance: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> RefundPage:
        """List refunds.

        Newest first.

        Scope: `refunds:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_refunds.request(
                cursor=cursor,
                external_id=external_id,
                include=include,
                issuance=issuance,
                limit=limit,
            ),
            _list_refunds.parse,
            keyed=False,
        )
