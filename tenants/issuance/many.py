"""Reading what is done to many codes at once: batches of issuances, voids of many codes, and how far they are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Count, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.issuance.enums import BatchItemStatus
from tenants.issuance.models import (
    BulkVoid,
    BulkVoidItem,
    CodeHistory,
    IssuanceBatch,
    IssuanceBatchItem,
)

NAMED_CODES = 100  # of a refund, where it is shown whole
ID_SLACK = dt.timedelta(minutes=1)  # an id is made a moment after the request began


def get_bulk_void(void_id: uuid.UUID) -> BulkVoid:
    """One bulk void.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = find_bulk_void(void_id)
    if found is None:
        raise RecordNotFound(id=public_id("void", void_id))
    return found


def find_bulk_void(void_id: uuid.UUID) -> BulkVoid | None:
    """One bulk void, or None."""
    return BulkVoid.objects.filter(pk=void_id).first()


def list_void_items(void_id: uuid.UUID) -> QuerySet[BulkVoidItem]:
    """The items of a bulk void."""
    return BulkVoidItem.objects.filter(void_id=void_id)


def list_pending_voids(void_id: uuid.UUID, *, limit: int) -> list[BulkVoidItem]:
    """What a bulk void has still to do, in the caller's order."""
    return list(list_void_items(void_id).filter(status=BatchItemStatus.PENDING).order_by("index")[:limit])


def list_voided_by(void_id: uuid.UUID, code_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of codes that one void voided."""
    steps = CodeHistory.objects.filter(code_id__in=code_ids, subject_id=void_id)
    return list(steps.values_list("code_id", flat=True))


def find_void_counts(void_id: uuid.UUID) -> dict[str, int]:
    """How many items of a bulk void are in each status; all statuses are named."""
    rows = list_void_items(void_id).values_list("status").annotate(count=Count("index"))
    return {**dict.fromkeys(BatchItemStatus.values, 0), **dict(rows)}


def get_batch(batch_id: uuid.UUID) -> IssuanceBatch:
    """One batch.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = IssuanceBatch.objects.filter(pk=batch_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("isb", batch_id))
    return found


def find_batch(batch_id: uuid.UUID) -> IssuanceBatch | None:
    """One batch, or None."""
    return IssuanceBatch.objects.filter(pk=batch_id).first()


def list_batch_items(batch_id: uuid.UUID) -> QuerySet[IssuanceBatchItem]:
    """The items of a batch."""
    return IssuanceBatchItem.objects.filter(batch_id=batch_id)


def list_pending_items(batch_id: uuid.UUID, *, limit: int) -> list[IssuanceBatchItem]:
    """What a batch has still to do, in input order."""
    return list(list_batch_items(batch_id).filter(status=BatchItemStatus.PENDING).order_by("index")[:limit])


def find_batch_counts(batch_id: uuid.UUID) -> dict[str, int]:
    """How many items of a batch are in each status; all statuses are named."""
    rows = list_batch_items(batch_id).values_list("status").annotate(count=Count("index"))
    return {**dict.fromkeys(BatchItemStatus.values, 0), **dict(rows)}
