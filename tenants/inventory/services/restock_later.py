from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName

AFTER = dt.timedelta(seconds=12)


def restock_later(*, sku_id: uuid.UUID, reason: str, now: dt.datetime) -> None:
    """Have codes of a SKU of a test shop arrive after ``AFTER``: as many as are then waited for, perhaps none.

    Args:
        reason: who waits; twice for one reason is once.
    """
    payload = {"sku_id": str(sku_id)}
    enqueue_job(JobName.RESTOCK_TEST_SKU, key=f"restock:{reason}", payload=payload, now=now, delay=AFTER)
