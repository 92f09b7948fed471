"""Recalls of batches, as pages read them."""

from __future__ import annotations

import uuid

from django.db.models import Count, QuerySet

from platform_core.kernel.errors import RecordNotFound
from tenants.orders.models import Recall, RecallNotice

PLATFORM = "platform"  # who started it, where the platform had it done


def find_recall_of(lot_id: int) -> Recall | None:
    """The recall of a batch, or None."""
    return Recall.objects.filter(lot_id=lot_id).first()


def get_recall(recall_id: uuid.UUID) -> Recall:
    """One recall.

    Raises:
        RecordNotFound
    """
    found = Recall.objects.filter(pk=recall_id).first()
    if found is None:
        raise RecordNotFound(id=str(recall_id))
    return found


def list_recall_notices(recall_id: uuid.UUID) -> QuerySet[RecallNotice]:
    """What was done about each order of a recall, with the orders, in the batch's order."""
    return RecallNotice.objects.filter(recall_id=recall_id).select_related("order").order_by("id")


def get_recall_counts(recall_id: uuid.UUID) -> dict[str, int]:
    """How many orders of a recall came to what."""
    rows = RecallNotice.objects.filter(recall_id=recall_id).order_by().values_list("outcome")
    return dict(rows.annotate(count=Count("id")))
