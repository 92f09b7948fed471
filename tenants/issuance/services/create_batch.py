from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.issuance.enums import Atomicity, BatchItemStatus, BatchStatus
from tenants.issuance.models import IssuanceBatch, IssuanceBatchItem


def create_batch(
    *,
    atomicity: Atomicity,
    requests: Sequence[dict[str, Any]],
    key_id: uuid.UUID,
    version: str,
    at_once: bool,
    now: dt.datetime,
) -> IssuanceBatch:
    """Note many wanted issuances, and have a job make them.

    Args:
        requests: bodies of issuances, checked for form, in the caller's order.
        key_id, version: in whose name, and in which version of the API, they are made.
        at_once: the caller makes them itself, in this transaction.
    """
    with transaction.atomic():
        batch = IssuanceBatch.objects.create(
            atomicity=atomicity,
            status=BatchStatus.PROCESSING if at_once else BatchStatus.QUEUED,
            size=len(requests),
            key_id=key_id,
            version=version,
            created_at=now,
            started_at=now if at_once else None,
        )
        IssuanceBatchItem.objects.bulk_create(
            IssuanceBatchItem(
                batch_id=batch.id,
                index=index,
                external_id=request["external_id"],
                request=request,
                status=BatchItemStatus.PENDING,
            )
            for index, request in enumerate(requests)
        )
        if not at_once:
            payload = {"batch_id": str(batch.id)}
            enqueue_job(JobName.RUN_ISSUANCE_BATCH, key=f"batch:{batch.id}", payload=payload, now=now)
    return batch
