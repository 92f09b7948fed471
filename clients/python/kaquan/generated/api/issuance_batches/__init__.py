from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.batch import Batch
from ...models.batch_input import BatchInput
from ...models.batch_item_page import BatchItemPage
from ...models.list_issuance_batch_items_status import (
    ListIssuanceBatchItemsStatus,
    check_list_issuance_batch_items_status,
)
from ...types import UNSET, File, Unset
from . import cancel_issuance_batch as _cancel_issuance_batch
from . import create_issuance_batch as _create_issuance_batch
from . import get_issuance_batch as _get_issuance_batch
from . import list_issuance_batch_items as _list_issuance_batch_items


class IssuanceBatchesResource(Resource):
    """What the API does with issuance batches."""

    def cancel_issuance_batch(
        self,
        batch_id: str,
    ) -> Batch:
        """Cancel what a batch has not begun.

        What is issued stays issued. ``all_or_nothing`` is cancelled before it begins, or not at all.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _cancel_issuance_batch.request(
                batch_id=batch_id,
            ),
            _cancel_issuance_batch.parse,
            keyed=False,
        )

    def create_issuance_batch(
        self,
        body: BatchInput,
        *,
        idempotency_key: str | Unset = UNSET,
        prefer: str | Unset = UNSET,
    ) -> Batch:
        """Make many issuances.

        ``independent`` answers 202 and is made in the background. ``all_or_nothing`` answers 200 up to 20 issuances.
        With `Prefer: wait=…`, either answers 200 if it is done in time; with `respond-async`, either answers 202.

        Each ``external_id`` is issued once, ever: send a batch that is half done again under a new key, and only what
        is
        missing is made.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_issuance_batch.request(
                body=body,
                idempotency_key=idempotency_key,
                prefer=prefer,
            ),
            _create_issuance_batch.parse,
            keyed=True,
        )

    def get_issuance_batch(
        self,
        batch_id: str,
    ) -> Batch:
        """Get a batch.

        How far it is.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_issuance_batch.request(
                batch_id=batch_id,
            ),
            _get_issuance_batch.parse,
            keyed=False,
        )

    def list_issuance_batch_items(
        self,
        batch_id: str,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
        status: ListIssuanceBatchItemsStatus | Unset = UNSET,
    ) -> BatchItemPage:
        """List the items of a batch.

        In input order; ``status=failed`` lists what to look at.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_issuance_batch_items.request(
                batch_id=batch_id,
                cursor=cursor,
                include=include,
                limit=limit,
                status=status,
            ),
            _list_issuance_batch_items.parse,
            keyed=False,
        )
