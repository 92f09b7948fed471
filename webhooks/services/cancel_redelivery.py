from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from webhooks.enums import RedeliveryState
from webhooks.errors import RedeliveryNotCancelable
from webhooks.locks import get_redelivery_locked
from webhooks.selectors import find_redelivery


def cancel_redelivery(*, redelivery_id: uuid.UUID, now: dt.datetime) -> None:
    """Stop a redelivery of the current shop. What it has put in line already is sent.

    Raises:
        RecordNotFound
        RedeliveryNotCancelable: it is over.
    """
    if find_redelivery(redelivery_id) is None:
        raise RecordNotFound(id=public_id("op", redelivery_id))
    with transaction.atomic(), platform_context():
        row = get_redelivery_locked(redelivery_id)
        if row.state not in {RedeliveryState.QUEUED, RedeliveryState.RUNNING}:
            raise RedeliveryNotCancelable(current_state=row.state)
        row.state, row.done_at = RedeliveryState.CANCELED, on_the_wall(now)
        row.save(update_fields=["state", "done_at"])
