from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.inventory.models import Backorder


def wake_backorders(*, sku_ids: Sequence[uuid.UUID], reason: str, now: dt.datetime) -> None:
    """Codes come on sale in this transaction: have a job serve who waits for them, if anybody does.

    Somebody who begins to wait at this very moment is not seen; the sweep serves them.

    Args:
        reason: what brought the codes; two wake-ups for one reason are one job.
    """
    if Backorder.objects.filter(sku_id__in=sku_ids).exists():
        enqueue_job(JobName.FILL_BACKORDERS, key=f"backorders:{reason}", payload={}, now=now)
