from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.compliance.code_prints import make_signer
from platform_core.compliance.locks import lock_print_epochs
from platform_core.compliance.models import PrintEpoch


def open_print_epoch(*, now: dt.datetime) -> int:
    """A new key for the register of prints: it makes all prints from now on, the one before is looked up until it is closed.

    Returns:
        Its number; where two are in use already, that of the newer one, and nothing changes.
    """
    with transaction.atomic():
        used = lock_print_epochs()
        if len(used) > 1:
            return used[0].id
        last = PrintEpoch.objects.order_by("-id").values_list("id", flat=True).first() or 0
        check = make_signer(last + 1).check  # durable before anything is printed by it
        return PrintEpoch.objects.create(id=last + 1, check_value=check, opened_at=now).id
