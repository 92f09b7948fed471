from __future__ import annotations

import uuid
from collections.abc import Iterable

from tenants.catalog.models import Sku
from tenants.catalog.selectors import list_for_sale


def skus_for_sale(sku_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Sku, bool]]:
    """SKUs by id, each with whether it (and its product) may be sold, in one query."""
    return {sku.id: (sku, for_sale) for sku, for_sale, _ in list_for_sale(sku_ids)}


def offer_of(sku_id: uuid.UUID) -> tuple[Sku, str] | None:
    """A SKU that may be sold and the name of its product, in one query; None when it may not."""
    for sku, for_sale, product_name in list_for_sale([sku_id]):
        if for_sale:
            return sku, product_name
    return None
