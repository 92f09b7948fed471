from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from platform_core.kernel.ids import public_id
from tenants.catalog.models import Sku
from tenants.inventory.selectors import UNLIMITED, list_stock
from tenants.reporting.sources.source import Row, Source, stream

COLUMNS = (
    "sku", "sku_code", "sku_name", "product", "active", "available", "low_stock_threshold", "face_value", "price", "cost",
    "currency", "as_of",
)  # fmt: skip
FIELDS = (
    "sku_code",
    "name",
    "product__name",
    "active",
    "low_stock_threshold",
    "face_value",
    "price",
    "cost",
    "currency",
)


def stock(now: dt.datetime) -> Source:
    """One row for each SKU: what could be sold of it now; of generated codes ``available`` is empty, there is no end of them."""
    rows = Sku.objects.order_by("id")
    return Source(COLUMNS, ("face_value", "price", "cost"), rows.count(), _rows(rows, now))


def _rows(skus: QuerySet[Any], now: dt.datetime) -> Iterator[list[Row]]:
    for batch in stream(skus, "id", *FIELDS):
        counts = list_stock([row[0] for row in batch], now=now)
        yield [
            (public_id("sku", sku_id), *names, counts[sku_id] if counts[sku_id] < UNLIMITED else None, *terms, now)
            for sku_id, *facts in batch
            for names, terms in [(facts[:4], facts[4:])]
        ]
