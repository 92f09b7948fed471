from __future__ import annotations

import datetime
from typing import Any, cast

from ....resource import Resource
from ...models.sku import Sku
from ...models.sku_changes import SkuChanges
from ...models.sku_of_product_input import SkuOfProductInput
from ...models.sku_page import SkuPage
from ...models.stock_page import StockPage
from ...types import UNSET, File, Unset
from . import create_sku as _create_sku
from . import get_sku as _get_sku
from . import list_skus as _list_skus
from . import list_stock as _list_stock
from . import update_sku as _update_sku


class SkusResource(Resource):
    """What the API does with skus."""

    def create_sku(
        self,
        body: SkuOfProductInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Sku:
        """Add a SKU to a product.

        Created active, behind the product's others.

        Scope: `catalog:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_sku.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_sku.parse,
            keyed=True,
        )

    def get_sku(
        self,
        sku_id: str,
    ) -> Sku:
        """Get a SKU.

        The entity tag is its version.

        Scope: `catalog:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_sku.request(
                sku_id=sku_id,
            ),
            _get_sku.parse,
            keyed=False,
        )

    def list_skus(
        self,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
        sku_code: str | Unset = UNSET,
        updated_after: datetime.datetime | Unset = UNSET,
    ) -> SkuPage:
        """List SKUs.

        Newest first; with ``updated_after`` in the order of their changes, for copying the catalogue.

        Scope: `catalog:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_skus.request(
                cursor=cursor,
                include=include,
                limit=limit,
                sku_code=sku_code,
                updated_after=updated_after,
            ),
            _list_skus.parse,
            keyed=False,
        )

    def list_stock(
        self,
        *,
        sku_ids: list[str],
    ) -> StockPage:
        """Stock of up to 100 SKUs.

        Exact at ``as_of``: in date, from cleared suppliers, not held. Codes that are generated are unlimited.

        Scope: `catalog:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_stock.request(
                sku_ids=sku_ids,
            ),
            _list_stock.parse,
            keyed=False,
        )

    def update_sku(
        self,
        sku_id: str,
        body: SkuChanges | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Sku:
        """Change a SKU.

        A new price holds for orders and issuances from now on; what was ordered keeps its price.

        Scope: `catalog:write`

        Rate limit: `write`
        """
        return self._ask(
            _update_sku.request(
                sku_id=sku_id,
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
            _update_sku.parse,
            keyed=True,
        )
