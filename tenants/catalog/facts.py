from __future__ import annotations

import uuid
from collections.abc import Iterable

from tenants.catalog.models import Sku
from tenants.catalog.selectors import list_for_sale


def skus_for_sale(sku_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Sku, bool]]:
    """SKUs by id, each with whether it (and its product) may be sold, in one query."""
    return {sku.id: (sku, for_sale) for sku, for_sale in list_for_sale(sku_ids)}
