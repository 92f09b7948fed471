from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.advance_input import AdvanceInput
from ...models.break_input import BreakInput
from ...models.clock import Clock
from ...models.issuance import Issuance
from ...models.stock import Stock
from ...models.stock_input import StockInput
from ...models.stored_code import StoredCode
from ...models.webhook_endpoint import WebhookEndpoint
from ...types import UNSET, File, Unset
from . import advance_test_clock as _advance_test_clock
from . import break_test_webhook_endpoint as _break_test_webhook_endpoint
from . import complete_test_issuance as _complete_test_issuance
from . import expire_test_code as _expire_test_code
from . import fail_test_issuance as _fail_test_issuance
from . import get_test_clock as _get_test_clock
from . import set_test_stock as _set_test_stock


class TestHelpersResource(Resource):
    """What the API does with test helpers."""

    def advance_test_clock(
        self,
        body: AdvanceInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Clock:
        """Advance the test clock.

        Forward only, two years at most. What is then due is done before the answer: codes expire, holds end, a new
        day's
        quota begins, and what is made from now on is dated so. Keys, idempotency, limits and jobs go by the real
        time.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _advance_test_clock.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _advance_test_clock.parse,
            keyed=True,
        )

    def break_test_webhook_endpoint(
        self,
        endpoint_id: str,
        body: BreakInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookEndpoint:
        """Break a webhook endpoint.

        To rehearse what follows: it is as if nothing had succeeded for a day (`webhook_endpoint.failing`), or for
        five days
        (`webhook_endpoint.disabled`); nobody is mailed. Of a failing one the next success ends it; a disabled one is
        resumed,
        and what happened meanwhile is recovered, as in production.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _break_test_webhook_endpoint.request(
                endpoint_id=endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _break_test_webhook_endpoint.parse,
            keyed=True,
        )

    def complete_test_issuance(
        self,
        issuance_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Complete an issuance that waits for stock.

        The codes arrive. Who waits for the same SKU gets his too: it is one queue.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _complete_test_issuance.request(
                issuance_id=issuance_id,
                idempotency_key=idempotency_key,
            ),
            _complete_test_issuance.parse,
            keyed=True,
        )

    def expire_test_code(
        self,
        code_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> StoredCode:
        """Expire a code.

        Yesterday was its last day. An imported code takes its lot along (same import, same date). To see a date pass
        by
        itself, advance the clock.

        Scope: `codes:manage`

        Rate limit: `write`
        """
        return self._ask(
            _expire_test_code.request(
                code_id=code_id,
                idempotency_key=idempotency_key,
            ),
            _expire_test_code.parse,
            keyed=True,
        )

    def fail_test_issuance(
        self,
        issuance_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Fail an issuance that waits for stock.

        The codes never arrive: it is `failed`, or `partially_completed` where it had some.

        Scope: `issuances:write`

        Rate limit: `write`
        """
        return self._ask(
            _fail_test_issuance.request(
                issuance_id=issuance_id,
                idempotency_key=idempotency_key,
            ),
            _fail_test_issuance.parse,
            keyed=True,
        )

    def get_test_clock(
        self,
    ) -> Clock:
        """Get the test clock.

        What time it is in your test shop.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_test_clock.request(),
            _get_test_clock.parse,
            keyed=False,
        )

    def set_test_stock(
        self,
        sku_id: str,
        body: StockInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Stock:
        """Set the stock of a SKU.

        More are imported from the test supplier, `TEST-…` each; for fewer the SKU's imports are undone. What is held
        or
        issued stays. The magic SKUs go back to their own stock with the next issuance.

        Scope: `inventory:write`

        Rate limit: `write`
        """
        return self._ask(
            _set_test_stock.request(
                sku_id=sku_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _set_test_stock.parse,
            keyed=True,
        )
