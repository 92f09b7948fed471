from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.issuance.enums import BatchItemStatus, BatchStatus
from tenants.issuance.models import BulkVoid, BulkVoidItem
from tenants.issuance.services.void_next_codes import void_next_codes

AT_ONCE = 100  # codes that are voided before the answer


def create_bulk_void(
    *, code_ids: Sequence[uuid.UUID | None], key_id: uuid.UUID, reason: str, now: dt.datetime
) -> BulkVoid:
    """Void up to ``AT_ONCE`` codes now, each by itself, or note more of them and have a job do it.

    Args:
        code_ids: in the caller's order; None: what was named there is no id.
        key_id: the API key in whose name it is done.
    """
    with transaction.atomic():
        bulk = BulkVoid.objects.create(
            status=BatchStatus.QUEUED, size=len(code_ids), key_id=key_id, reason=reason, created_at=now
        )
        BulkVoidItem.objects.bulk_create(
            BulkVoidItem(void_id=bulk.id, index=index, code_id=code_id, status=BatchItemStatus.PENDING)
            for index, code_id in enumerate(code_ids)
        )
        if len(code_ids) > AT_ONCE:
            enqueue_job(JobName.RUN_BULK_VOID, key=f"void:{bulk.id}", payload={"void_id": str(bulk.id)}, now=now)
        else:
            while void_next_codes(void_id=bulk.id, now=now):
                pass
    return bulk
