from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.issuance.enums import BatchItemStatus, BatchStatus
from tenants.issuance.locks import get_bulk_void_locked
from tenants.issuance.many import list_void_items


def end_bulk_void(*, void_id: uuid.UUID, status: BatchStatus, now: dt.datetime, failure: str = "") -> bool:
    """A bulk void is over. What was not tried says so.

    Args:
        failure: the error code of what ended it before its end.

    Returns:
        Whether it was still open; else nothing changes.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        bulk = get_bulk_void_locked(void_id)
        if bulk.status not in {BatchStatus.QUEUED, BatchStatus.PROCESSING}:
            return False
        untried = list_void_items(void_id).filter(status=BatchItemStatus.PENDING)
        untried.update(status=BatchItemStatus.SKIPPED, problem=failure)
        bulk.status, bulk.failure, bulk.completed_at = status, failure, now
        bulk.save(update_fields=["status", "failure", "completed_at"])
    return True
