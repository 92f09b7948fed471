from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import RefundFailed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.issuance.enums import RefundStatus
from tenants.issuance.locks import get_issuance_locked, get_refund_locked
from tenants.issuance.models import RefundedCode
from tenants.issuance.selectors import get_refund


def fail_refund(*, refund_id: uuid.UUID, failure: str, code_id: uuid.UUID | None, now: dt.datetime) -> None:
    """Give a pending refund up: its money and its codes can be refunded again. One that is over is left alone.

    Args:
        failure: the error code of why.
        code_id: the code that stood in its way.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        get_issuance_locked(get_refund(refund_id).issuance_id)
        refund = get_refund_locked(refund_id)
        if refund.status != RefundStatus.PENDING:
            return
        RefundedCode.objects.filter(refund_id=refund_id).delete()
        refund.status, refund.failure, refund.failed_code_id = RefundStatus.FAILED, failure, code_id
        refund.save(update_fields=["status", "failure", "failed_code_id"])
        told = RefundFailed(**refund.facts, failure=failure)
        publish_event(told, object_id=public_id("rfd", refund_id), now=now, sequence=2)
