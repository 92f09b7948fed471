from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from tenants.inventory.models import SkuPace


def note_pace(*, sold: Mapping[uuid.UUID, tuple[int, int]], now: dt.datetime) -> None:
    """Keep how many codes of each SKU were sold; of those that are not named none were.

    Args:
        sold: in the last 7 and in the last 30 days, by SKU.
    """
    rows = [
        SkuPace(sku_id=sku_id, sold_7=week, sold_30=month, counted_at=now)
        for sku_id, (week, month) in sorted(sold.items())
    ]
    SkuPace.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sku_id"], update_fields=["sold_7", "sold_30", "counted_at"]
    )
    SkuPace.objects.exclude(sku_id__in=sold).update(sold_7=0, sold_30=0, counted_at=now)
