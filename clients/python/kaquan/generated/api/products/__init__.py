from __future__ import annotations

import datetime
from typing import Any, cast

from ....resource import Resource
from ...models.list_products_kind import ListProductsKind, check_list_products_kind
from ...models.product import Product
from ...models.product_changes import ProductChanges
from ...models.product_input import ProductInput
from ...models.product_page import ProductPage
from ...types import UNSET, File, Unset
from . import create_product as _create_product
from . import get_product as _get_product
from . import list_products as _list_products
from . import update_product as _update_product


class ProductsResource(Resource):
    """What the API does with products."""

    def create_product(
        self,
        body: ProductInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Product:
        """Create a product with its SKUs.

        Created active. A repeated Idempotency-Key answers the product made before.

        Scope: `catalog:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_product.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_product.parse,
            keyed=True,
        )

    def get_product(
        self,
        product_id: str,
    ) -> Product:
        """Get a product.

        With its SKUs. The entity tag is its version.

        Scope: `catalog:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_product.request(
                product_id=product_id,
            ),
            _get_product.parse,
            keyed=False,
        )

    def list_products(
        self,
        *,
        active: bool | Unset = UNSET,
        category: str | Unset = UNSET,
        cursor: str | Unset = UNSET,
        ids: list[str] | Unset = UNSET,
        include: str | Unset = UNSET,
        kind: ListProductsKind | Unset = UNSET,
        limit: int | Unset = 20,
        q: str | Unset = UNSET,
        updated_after: datetime.datetime | Unset = UNSET,
    ) -> ProductPage:
        """List products.

        Newest first; with ``updated_after`` in the order of their changes, for copying the catalogue.

        Scope: `catalog:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_products.request(
                active=active,
                category=category,
                cursor=cursor,
                ids=ids,
                include=include,
                kind=kind,
                limit=limit,
                q=q,
                updated_after=updated_after,
            ),
            _list_products.parse,
            keyed=False,
        )

    def update_product(
        self,
        product_id: str,
        body: ProductChanges | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Product:
        """Change a product.

        ``active: false`` archives it. With ``If-Match`` a change that somebody else made meanwhile is not
        overwritten.

        Scope: `catalog:write`

        Rate limit: `write`
        """
        return self._ask(
            _update_product.request(
                product_id=product_id,
                body=body,
                idempotency_key=idempotency_key,
                if_match=if_match,
            ),
            _update_product.parse,
            keyed=True,
        )
