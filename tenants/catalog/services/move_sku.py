from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.locks import find_sku_locked
from tenants.catalog.models import Sku
from tenants.catalog.services.update_sku import update_sku


def move_sku(*, sku_id: uuid.UUID, by: int, now: dt.datetime) -> None:
    """Move a SKU up (``by`` negative) or down among those of its product.

    Raises:
        RecordNotFound: no such SKU.
    """
    with transaction.atomic():
        sku = find_sku_locked(sku_id)
        if sku is None:
            raise RecordNotFound(id=str(sku_id))
        rows = Sku.objects.filter(product_id=sku.product_id).order_by("position", "face_value", "id")
        order = list(rows.values_list("id", flat=True))
        at = order.index(sku_id)
        order.insert(max(0, at + by), order.pop(at))
        for place, id in enumerate(order):
            update_sku(sku_id=id, changes={"position": place}, now=now)
