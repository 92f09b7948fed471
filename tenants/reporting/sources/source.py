"""What an export is made of: named columns and rows, a batch at a time, in flat memory."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable

from tenants.catalog.models import Sku
from tenants.reporting.models import Export

BATCH = 2_000
Row = tuple[Any, ...]


class Source(NamedTuple):
    """Columns, which of them are money in minor units of the column ``currency``, how many rows, and the rows."""

    columns: tuple[str, ...]
    money: tuple[str, ...]
    total: int
    batches: Iterable[list[Row]]


class SkuFacts(NamedTuple):
    """What people know a SKU by."""

    sku_code: str
    name: str
    product: str
    currency: str


class Skus(dict[uuid.UUID, SkuFacts]):
    """The shop's SKUs, each read when it is first met."""

    def meet(self, sku_ids: Iterable[uuid.UUID]) -> None:
        """Have these ready."""
        unknown = set(sku_ids) - self.keys()
        if unknown:
            found = Sku.objects.filter(pk__in=unknown)
            for sku_id, *facts in found.values_list("id", "sku_code", "name", "product__name", "currency"):
                self[sku_id] = SkuFacts._make(facts)


def stream(rows: QuerySet[Any], *fields: str) -> Iterator[list[Row]]:
    """Rows in batches, from a cursor in the database: a query without one would hold them all in memory.

    ``iterator()`` has none either, because cursors are off for the sake of poolers; here is a transaction around it.
    """
    batch: list[Row] = []
    found: Iterable[Row] = ValuesListIterable(rows.values_list(*fields), chunked_fetch=True, chunk_size=BATCH)
    for row in found:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def within_period(rows: QuerySet[Any], export: Export, field: str) -> QuerySet[Any]:
    """Only rows of the export's period: from its first moment to just before its last."""
    if export.created_from is not None:
        rows = rows.filter(**{f"{field}__gte": export.created_from})
    if export.created_to is not None:
        rows = rows.filter(**{f"{field}__lt": export.created_to})
    return rows
