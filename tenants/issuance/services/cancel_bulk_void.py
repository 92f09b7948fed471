from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.issuance.enums import BatchStatus
from tenants.issuance.errors import BulkVoidNotCancelable
from tenants.issuance.locks import get_bulk_void_locked
from tenants.issuance.services.end_bulk_void import end_bulk_void


def cancel_bulk_void(*, void_id: uuid.UUID, now: dt.datetime) -> None:
    """Stop what a bulk void has not done yet: one whose slice is under way is waited for. Cancelling twice changes nothing.

    Raises:
        RecordNotFound; BulkVoidNotCancelable: it is over.
    """
    with transaction.atomic():
        bulk = get_bulk_void_locked(void_id)
        if bulk.status == BatchStatus.CANCELED:
            return
        if not end_bulk_void(void_id=void_id, status=BatchStatus.CANCELED, now=now):
            raise BulkVoidNotCancelable(current_state=bulk.status)
