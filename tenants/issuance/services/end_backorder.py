from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Max

from platform_core.events.catalogue import IssuancePartiallyCompleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.kernel.transactions import in_transaction
from tenants.inventory.services.leave_queue import leave_queue
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.errors import IssuanceNotCancelable
from tenants.issuance.locks import get_issuance_locked
from tenants.issuance.models import IssuanceHistory


def end_backorder(*, issuance_id: uuid.UUID, actor: str, now: dt.datetime) -> None:
    """Wait no longer for the rest of an issuance that has a part of its codes: it ends with those. Twice changes nothing.

    Raises:
        RecordNotFound; IssuanceNotCancelable: it has all of its codes, or none.
    """

    def work() -> None:
        row = get_issuance_locked(issuance_id)
        if row.status == IssuanceStatus.PARTIALLY_COMPLETED:
            return
        if row.status != IssuanceStatus.PROCESSING:
            raise IssuanceNotCancelable(current_state=row.status)
        leave_queue(issuance_id=row.id)
        row.status, row.completed_at = IssuanceStatus.PARTIALLY_COMPLETED, now
        row.save(update_fields=["status", "completed_at"])
        number = IssuanceHistory.objects.filter(issuance_id=row.id).aggregate(last=Max("number"))["last"] + 1
        IssuanceHistory.objects.create(
            issuance_id=row.id, number=number, verb="canceled", status=row.status, count=0, actor=actor, at=now
        )
        outside, issued = public_id("iss", row.id), row.quantity - sum(row.lines.values_list("missing", flat=True))
        event = IssuancePartiallyCompleted(outside, row.external_id, row.status, issued, row.quantity, row.source)
        publish_event(event, object_id=outside, now=now, sequence=number, callback=row.callback)

    in_transaction(work)
