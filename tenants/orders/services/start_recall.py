from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.inventory.enums import Shelf
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.shelves import get_lot
from tenants.orders.models import Recall


def start_recall(*, lot_id: int, notice: str, open_cases: bool, reason: str, actor: str, now: dt.datetime) -> Recall:
    """Freeze what is left of a batch, then have a job tell whoever bought of it. Starting it again tells nobody twice.

    Args:
        notice: what buyers are told, at most 200 characters.
        open_cases: put every order into the queue of abnormal orders, too.

    Raises:
        RecordNotFound; BatchStateInvalid: withdrawn, or written off.
    """
    lot = get_lot(lot_id)
    hold_lot(lot_id=lot_id, shelf=Shelf.RECALLED, release=True, now=now)
    with transaction.atomic():
        recall, _made = Recall.objects.get_or_create(
            lot_id=lot_id,
            defaults={
                "notice": notice[:200],
                "open_cases": open_cases,
                "reason": reason[:200],
                "last_position": lot.size,
                "started_by": actor[:254],
                "started_at": now,
            },
        )
        enqueue_job(JobName.RUN_RECALL, key=f"recall:{recall.id}", payload={"recall_id": str(recall.id)}, now=now)
    return recall
