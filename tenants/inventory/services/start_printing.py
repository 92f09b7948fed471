from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from tenants.inventory.enums import Halt
from tenants.inventory.models import Lot


def start_printing(*, anew: bool, now: dt.datetime) -> None:
    """Have the workers put all codes of the current shop into the register of prints. Safe to repeat.

    Args:
        anew: also those that are in it: by the newest key, in place of the one before.
    """
    run_id = str(new_id())
    with transaction.atomic():
        if anew:
            Lot.objects.exclude(halt=Halt.SCREENING).update(screened=0)
        enqueue_job(JobName.PRINT_CODES, key=f"codes:{run_id}", payload={"run_id": run_id, "lot": 0}, now=now)
