from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Max

from platform_core.events.catalogue import IssuanceFailed, IssuancePartiallyCompleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.kernel.transactions import in_transaction
from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import NotInTestMode
from tenants.inventory.services.leave_queue import leave_queue
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.errors import IssuanceNotWaiting
from tenants.issuance.locks import get_issuance_locked
from tenants.issuance.models import IssuanceHistory

WAITING = {IssuanceStatus.AWAITING_STOCK, IssuanceStatus.PROCESSING}


def fail_test_issuance(*, issuance_id: uuid.UUID, actor: str, now: dt.datetime) -> None:
    """Let an issuance of a test shop wait in vain: it fails, or ends with the codes that it has. Twice changes nothing.

    Raises:
        RecordNotFound, NotInTestMode
        IssuanceNotWaiting: it is over.
    """
    if current_tenant().livemode:
        raise NotInTestMode

    def work() -> None:
        row = get_issuance_locked(issuance_id)
        if row.status == IssuanceStatus.FAILED:
            return
        if row.status not in WAITING:
            raise IssuanceNotWaiting(current_state=row.status)
        leave_queue(issuance_id=row.id)
        has_codes = row.status == IssuanceStatus.PROCESSING
        row.status = IssuanceStatus.PARTIALLY_COMPLETED if has_codes else IssuanceStatus.FAILED
        row.completed_at = now
        row.save(update_fields=["status", "completed_at"])
        number = IssuanceHistory.objects.filter(issuance_id=row.id).aggregate(last=Max("number"))["last"] + 1
        IssuanceHistory.objects.create(
            issuance_id=row.id, number=number, verb="failed", status=row.status, count=0, actor=actor, at=now
        )
        outside, about = public_id("iss", row.id), (row.external_id, row.status)
        if has_codes:
            issued = row.quantity - sum(row.lines.values_list("missing", flat=True))
            partial = IssuancePartiallyCompleted(outside, *about, issued, row.quantity, row.source)
            publish_event(partial, object_id=outside, now=now, sequence=number, callback=row.callback)
        else:
            failed = IssuanceFailed(outside, *about, 0, row.quantity, row.source)
            publish_event(failed, object_id=outside, now=now, sequence=number, callback=row.callback)

    in_transaction(work)
