from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from platform_core.compliance.services.close_screening import close_screening
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.inventory.enums import Halt
from tenants.inventory.models import Lot
from tenants.inventory.services.screen_codes import screen_codes


def print_codes(*, run_id: uuid.UUID, lot_id: int, now: dt.datetime) -> None:
    """Put codes that are in the store already into the register of prints: the next ones, and a job for the rest.

    Nothing is held for what they meet: they are on sale, and staff decide. Killed at any point it goes on behind the last slice.

    Args:
        run_id: of the whole walk through the store.
        lot_id: the batch at which it goes on.
    """
    with transaction.atomic():
        unprinted = Lot.objects.filter(pk__gte=lot_id, screened__lt=F("size")).exclude(halt=Halt.SCREENING)
        lot = unprinted.order_by("id").first()
        if lot is None:
            return
        screen_codes(lot_id=lot.id, on_sale=True)
        lot.refresh_from_db(fields=["screened"])
        if lot.screened >= lot.size:
            close_screening(lot_id=lot.id)
        payload = {"run_id": str(run_id), "lot": lot.id}
        enqueue_job(JobName.PRINT_CODES, key=f"codes:{run_id}:{lot.id}:{lot.screened}", payload=payload, now=now)
