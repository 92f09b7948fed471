"""What visitors looked at, and what was bought together: ids of products, best first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Sum

from tenants.insights.models import ProductPair, ProductView

LATELY = dt.timedelta(days=14)


def list_bought_together(product_ids: Collection[uuid.UUID], *, most: int) -> list[uuid.UUID]:
    """Products that were bought together with some of these, and are none of them."""
    if not product_ids:
        return []
    pairs = ProductPair.objects.filter(product_id__in=product_ids).exclude(other_id__in=product_ids)
    totals = pairs.values("other_id").annotate(total=Sum("orders")).order_by("-total", "other_id")
    return list(totals.values_list("other_id", flat=True)[:most])


def list_looked_at(*, most: int, now: dt.datetime) -> list[uuid.UUID]:
    """Products that most visitors looked at lately."""
    lately = ProductView.objects.filter(day__gt=(now - LATELY).date())
    totals = lately.values("product_id").annotate(total=Sum("views")).order_by("-total", "product_id")
    return list(totals.values_list("product_id", flat=True)[:most])
