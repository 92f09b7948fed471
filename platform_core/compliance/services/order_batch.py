from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.enums import BatchOrder
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context


def order_batch(
    *, order: BatchOrder, tenant_role: str, lot_id: int, reason: str, key: uuid.UUID, by: str, now: dt.datetime
) -> None:
    """Have a batch of a shop taken off the shelf, or put back, by order of the platform: a job in that shop, seen in its audit log.

    In the caller's transaction. What was sold stays with its buyers.

    Args:
        reason: shown to the merchant: never whose codes others are.
        key: of what led to it; twice for one order is once.
        by: who of the staff; in the platform's records alone, the merchant reads "platform".

    Raises:
        RecordNotFound: no such shop.
    """
    tenant = directory.find_by_role(tenant_role)
    if tenant is None:
        raise RecordNotFound(id=tenant_role)
    payload = {"lot_id": lot_id, "reason": reason[:200]}
    with tenant_context(tenant):
        name = f"batch:{order}:{lot_id}:{key}"
        if order == BatchOrder.HOLD:
            enqueue_job(JobName.HOLD_BATCH, key=name, payload=payload, now=now)
        else:
            enqueue_job(JobName.RELEASE_BATCH, key=name, payload=payload, now=now)
