from __future__ import annotations

from collections.abc import Sequence

from tenants.issuance.models import IssuanceBatchItem


def record_batch_items(*, items: Sequence[IssuanceBatchItem]) -> None:
    """Write what became of items: status, issuance, problem."""
    fields = ["status", "issuance_id", "replayed", "problem"]
    IssuanceBatchItem.objects.bulk_update(items, fields)
