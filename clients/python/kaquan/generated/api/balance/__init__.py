from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.balance import Balance
from ...types import UNSET, File, Unset
from . import get_balance as _get_balance


class BalanceResource(Resource):
    """What the API does with balance."""

    def get_balance(
        self,
    ) -> Balance:
        """What is left to spend.

        Customers who dock with a shop prepay it; the shop itself does not, so its own live keys get null.

        Test keys see 50,000.00 CNY, so that what shows or watches a balance can be tried. Issuing takes nothing from
        it, and
        a shop's own calls are never refused for want of balance.

        Scope: `balance:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_balance.request(),
            _get_balance.parse,
            keyed=False,
        )
