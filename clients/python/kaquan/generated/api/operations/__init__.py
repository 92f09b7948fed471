from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.operation import Operation
from ...types import UNSET, File, Unset
from . import cancel_operation as _cancel_operation
from . import get_operation as _get_operation


class OperationsResource(Resource):
    """What the API does with operations."""

    def cancel_operation(
        self,
        operation_id: str,
    ) -> Operation:
        """Cancel long work.

        As the cancel of the thing itself (import, export, batch, bulk void, issuance that waits for stock), with the
        same
        scopes; a redelivery needs `webhooks:manage`, and what it has put in line already is sent.

        Rate limit: `write`
        """
        return self._ask(
            _cancel_operation.request(
                operation_id=operation_id,
            ),
            _cancel_operation.parse,
            keyed=False,
        )

    def get_operation(
        self,
        operation_id: str,
    ) -> Operation:
        """How far is it?.

        Poll until ``status`` is succeeded, failed or canceled.

        Rate limit: `read`
        """
        return self._ask(
            _get_operation.request(
                operation_id=operation_id,
            ),
            _get_operation.parse,
            keyed=False,
        )
