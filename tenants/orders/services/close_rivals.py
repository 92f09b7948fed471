from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.payments.enums import PaymentState
from tenants.payments.models import Payment


def close_rivals(*, order_id: uuid.UUID, now: dt.datetime) -> None:
    """Let nobody pay an order a second time: other payments that were begun for it are closed at their gateways by jobs.

    In the caller's transaction, in which the order is paid.
    """
    begun = Payment.objects.filter(order_id=order_id, state=PaymentState.CREATED)
    for payment_id in begun.values_list("id", flat=True):
        payload = {"payment_id": str(payment_id)}
        enqueue_job(JobName.CLOSE_PAYMENT, key=f"close:{payment_id}", payload=payload, now=now)
