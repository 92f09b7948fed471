from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from platform_core.kernel.ids import public_id
from tenants.issuance.models import Refund
from tenants.reporting.models import Export
from tenants.reporting.sources.source import Row, Source, stream, within_period

COLUMNS = (
    "id", "external_id", "status", "created_at", "issuance", "amount", "currency", "disposition", "codes", "reason",
    "actor",
)  # fmt: skip
FIELDS = (
    "id", "external_id", "status", "created_at", "issuance_id", "amount", "currency", "disposition", "codes", "reason",
    "actor",
)  # fmt: skip


def refunds(export: Export) -> Source:
    """One row for each refund; ``codes`` is how many."""
    rows = within_period(Refund.objects.all(), export, "created_at")
    return Source(COLUMNS, ("amount",), rows.count(), _rows(rows.order_by("id")))


def _rows(rows: QuerySet[Any]) -> Iterator[list[Row]]:
    for batch in stream(rows, *FIELDS):
        yield [
            (public_id("rfd", row_id), *facts, public_id("iss", issuance_id), *rest)
            for row_id, *facts, issuance_id, amount, currency, disposition, codes, reason, actor in batch
            for rest in [(amount, currency, disposition, codes, reason or None, actor)]
        ]
