from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from platform_core.kernel.ids import public_id
from tenants.issuance.models import IssuanceLine
from tenants.reporting.models import Export
from tenants.reporting.sources.source import Row, Skus, Source, stream, within_period

COLUMNS = (
    "issuance", "external_id", "status", "source", "created_at", "completed_at", "line", "sku", "sku_code", "sku_name",
    "product", "requested", "issued", "unit_price", "amount", "currency", "buyer_ref", "metadata",
)  # fmt: skip
FIELDS = (
    "issuance_id", "issuance__external_id", "issuance__status", "issuance__source", "issuance__created_at",
    "issuance__completed_at", "id", "sku_id", "quantity", "missing", "unit_price", "discount", "issuance__currency", "issuance__buyer_ref",
    "issuance__metadata",
)  # fmt: skip


def issuances(export: Export) -> Source:
    """One row for each line of an issuance; ``amount`` is of what was issued."""
    rows = within_period(IssuanceLine.objects.all(), export, "issuance__created_at")
    ordered = rows.order_by("issuance_id", "index")
    return Source(COLUMNS, ("unit_price", "amount"), rows.count(), _rows(ordered))


def _rows(lines: QuerySet[Any]) -> Iterator[list[Row]]:
    skus = Skus()
    for batch in stream(lines, *FIELDS):
        skus.meet(row[7] for row in batch)
        made: list[Row] = []
        for issuance_id, *facts, line_id, sku_id, quantity, missing, price, off, currency, buyer, metadata in batch:
            sku, issued = skus[sku_id], quantity - missing
            made.append(
                (public_id("iss", issuance_id), *facts, public_id("isl", line_id), public_id("sku", sku_id),
                 sku.sku_code, sku.name, sku.product, quantity, issued, price, issued * price - off * issued // quantity, currency,
                 buyer or None, metadata)
            )  # fmt: skip
        yield made
