from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.groups import GROUPS
from tenants.catalog.models import Product
from tenants.catalog.services.update_product import update_product


def delete_group(*, kind: str, id: uuid.UUID, now: dt.datetime) -> int:
    """Take a category, occasion or tag away. Its products stay, without it.

    Returns:
        How many products it was taken from.

    Raises:
        RecordNotFound: no such one.
    """
    with transaction.atomic():
        found = GROUPS[kind].objects.filter(pk=id).first()  # type: ignore[attr-defined]
        if found is None:
            raise RecordNotFound(id=str(id))
        products = list(found.products.order_by("pk").values_list("id", flat=True))
        for product_id in products:
            if kind == "category":
                update_product(product_id=product_id, changes={"category": None}, now=now)
            else:
                field = f"{kind}s"
                rows = getattr(Product.objects.get(pk=product_id), field).exclude(pk=id)
                update_product(
                    product_id=product_id, changes={field: list(rows.values_list("slug", flat=True))}, now=now
                )
        found.delete()
    return len(products)
