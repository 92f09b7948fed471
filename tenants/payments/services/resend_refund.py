from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from tenants.payments.enums import RefundState
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.locks import find_refund_locked
from tenants.payments.models import GatewayRefund
from tenants.payments.selectors import get_refundable


def resend_refund(*, number: str, now: dt.datetime) -> GatewayRefund | None:
    """Send a refund that failed once more, under a new number: gateways remember what they refused. The books owe it already.

    Returns:
        The refund; None: it did not fail, or somebody was quicker.

    Raises:
        RefundExceedsPayment: other refunds took what was left.
    """
    with transaction.atomic():
        refund = find_refund_locked(number)
        if refund is None or refund.state != RefundState.FAILED:
            return None
        refundable = get_refundable(refund.payment)
        if refund.amount > refundable:
            raise RefundExceedsPayment(refundable=refundable)
        refund.number = f"R{new_id().hex[:30]}"
        refund.state, refund.failure, refund.provider_id = RefundState.PENDING, "", None
        refund.done_at, refund.checked_at, refund.ours = None, now, True
        refund.save()
        key = f"refund:{refund.id}:{refund.number}"
        enqueue_job(JobName.PAY_REFUND, key=key, payload={"refund_id": str(refund.id)}, now=now)
    return refund
