from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from platform_core.compliance.models import Supplier
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def block_categories(*, supplier: Supplier, categories: Iterable[str], now: dt.datetime) -> Supplier:
    """Of which kinds of goods nothing more of a supplier is sold, in the caller's transaction; its shops are told by a job.

    It holds at the next sale in every shop, since shops ask at that moment.

    Args:
        supplier: locked.
        categories: all of them that are blocked from now on.
    """
    supplier.blocked_categories = sorted(set(categories))
    supplier.save(update_fields=["blocked_categories"])
    payload = {"supplier_id": str(supplier.id), "version": supplier.version}
    enqueue_job(JobName.TELL_SUPPLIER, key=f"{supplier.id}:blocked:{now.isoformat()}", payload=payload, now=now)
    return supplier
