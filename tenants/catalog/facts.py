from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import F

from tenants.catalog.models import Sku


def skus_for_sale(sku_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Sku, bool]]:
    """SKUs by id, each with whether it (and its product) may be sold, in one query."""
    rows = Sku.objects.filter(pk__in=list(sku_ids)).annotate(product_active=F("product__active"))
    return {sku.id: (sku, bool(sku.active and sku.product_active)) for sku in rows}
