from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import IssuanceBatchCompleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.issuance.enums import BatchItemStatus, BatchStatus
from tenants.issuance.locks import get_batch_locked
from tenants.issuance.many import find_batch_counts, list_batch_items

OPEN = {BatchStatus.QUEUED, BatchStatus.PROCESSING}


def end_batch(*, batch_id: uuid.UUID, status: BatchStatus, now: dt.datetime) -> bool:
    """A batch is over: what was not tried is skipped, and the event tells how it went.

    Returns:
        Whether it was still open; else nothing changes.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        batch = get_batch_locked(batch_id)
        if batch.status not in OPEN:
            return False
        list_batch_items(batch_id).filter(status=BatchItemStatus.PENDING).update(status=BatchItemStatus.SKIPPED)
        batch.status, batch.completed_at = status, now
        batch.save(update_fields=["status", "completed_at"])
        counts = find_batch_counts(batch_id)
        outside = public_id("isb", batch_id)
        event = IssuanceBatchCompleted(
            id=outside,
            status=status.value,
            succeeded=counts[BatchItemStatus.SUCCEEDED],
            failed=counts[BatchItemStatus.FAILED],
            skipped=counts[BatchItemStatus.SKIPPED],
        )
        publish_event(event, object_id=outside, now=now)
    return True
