from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.quote import Quote
from ...models.quote_input import QuoteInput
from ...types import UNSET, File, Unset
from . import create_quote as _create_quote


class QuotesResource(Resource):
    """What the API does with quotes."""

    def create_quote(
        self,
        body: QuoteInput,
    ) -> Quote:
        """Ask what an issuance would cost, and whether it could be had.

        Changes nothing and holds nothing. What would be refused is said per line, with the code of the refusal.

        Scope: `catalog:read`

        Rate limit: `read`
        """
        return self._ask(
            _create_quote.request(
                body=body,
            ),
            _create_quote.parse,
            keyed=False,
        )
