from __future__ import annotations

import uuid

from tenants.inventory.models import SkuAlert


def save_sku_alert(*, sku_id: uuid.UUID, cover_days: int | None) -> None:
    """Keep how many days the stock of a SKU must last; None: as many as the shop says."""
    if cover_days is None:
        SkuAlert.objects.filter(pk=sku_id).delete()
    else:
        SkuAlert.objects.update_or_create(sku_id=sku_id, defaults={"cover_days": cover_days})
