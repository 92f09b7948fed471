from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.issuance.enums import Atomicity, BatchStatus
from tenants.issuance.errors import BatchNotCancelable
from tenants.issuance.locks import get_batch_locked
from tenants.issuance.services.end_batch import end_batch


def cancel_batch(*, batch_id: uuid.UUID, now: dt.datetime) -> None:
    """Stop what a batch has not begun. One that runs notices before its next items; cancelling twice changes nothing.

    Raises:
        RecordNotFound; BatchNotCancelable: it is over, or issues all or nothing and has begun.
    """
    with transaction.atomic():
        batch = get_batch_locked(batch_id)
        if batch.status == BatchStatus.CANCELED:
            return
        if batch.status == BatchStatus.QUEUED:
            end_batch(batch_id=batch_id, status=BatchStatus.CANCELED, now=now)
        elif batch.status == BatchStatus.PROCESSING and batch.atomicity == Atomicity.INDEPENDENT:
            batch.cancel_requested = True
            batch.save(update_fields=["cancel_requested"])
        else:
            raise BatchNotCancelable(current_state=batch.status)
