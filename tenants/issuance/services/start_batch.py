from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.issuance.enums import BatchStatus
from tenants.issuance.locks import get_batch_locked
from tenants.issuance.models import IssuanceBatch


def start_batch(*, batch_id: uuid.UUID, now: dt.datetime) -> IssuanceBatch | None:
    """Begin a batch, or go on with one whose worker died. None when it is over.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        batch = get_batch_locked(batch_id)
        if batch.status == BatchStatus.QUEUED:
            batch.status, batch.started_at = BatchStatus.PROCESSING, now
            batch.save(update_fields=["status", "started_at"])
    return batch if batch.status == BatchStatus.PROCESSING else None
