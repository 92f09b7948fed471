from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from platform_core.kernel.ids import public_id
from tenants.catalog.enums import RedemptionKind
from tenants.issuance.models import Redemption
from tenants.reporting.models import Export
from tenants.reporting.sources.source import Row, Skus, Source, stream, within_period

COLUMNS = (
    "id", "external_id", "status", "created_at", "code", "sku", "sku_code", "amount", "balance_after", "units",
    "units_left_after", "currency", "context", "actor", "reversal", "reversed_at", "reversal_reason",
)  # fmt: skip
FIELDS = (
    "id", "external_id", "status", "created_at", "code_id", "sku_id", "kind", "value", "left", "currency", "context",
    "actor", "reversal_id", "reversed_at", "reversal_reason",
)  # fmt: skip


def redemptions(export: Export) -> Source:
    """One row for each redemption, reversed or not."""
    rows = within_period(Redemption.objects.all(), export, "created_at")
    return Source(COLUMNS, ("amount", "balance_after"), rows.count(), _rows(rows.order_by("id")))


def _rows(rows: QuerySet[Any]) -> Iterator[list[Row]]:
    skus = Skus()
    for batch in stream(rows, *FIELDS):
        skus.meet(row[5] for row in batch)
        made: list[Row] = []
        for row_id, *facts, code_id, sku_id, kind, value, left, currency, context, actor, undone, at, reason in batch:
            none = (None, None)
            counted = (value, left, *none) if kind == RedemptionKind.AMOUNT else (*none, value, left)
            made.append(
                (public_id("rdm", row_id), *facts, public_id("code", code_id), public_id("sku", sku_id),
                 skus[sku_id].sku_code, *counted, currency, context, actor, public_id("rvs", undone) if undone else None,
                 at, reason or None)
            )  # fmt: skip
        yield made
