from __future__ import annotations

import uuid

from django.db.models import F

from tenants.catalog.models import Sku


def count_sku_event(*, sku_id: uuid.UUID) -> int:
    """The number of a SKU's next event, taken in the transaction that publishes it. It is no change of the catalogue."""
    rows = Sku.objects.filter(pk=sku_id)
    rows.update(sequence=F("sequence") + 1)
    return rows.values_list("sequence", flat=True).get()
