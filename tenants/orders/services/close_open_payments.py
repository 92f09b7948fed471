from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.payments.enums import PaymentState
from tenants.payments.models import Payment


def close_open_payments(*, order_ids: Iterable[uuid.UUID], now: dt.datetime) -> None:
    """Let nobody pay these orders, or pay them again: payments that were begun for them are closed at their gateways by jobs.

    In the caller's transaction, in which the orders are canceled or paid.
    """
    begun = Payment.objects.filter(order_id__in=order_ids, state=PaymentState.CREATED)
    for payment_id in begun.values_list("id", flat=True):
        payload = {"payment_id": str(payment_id)}
        enqueue_job(JobName.CLOSE_PAYMENT, key=f"close:{payment_id}", payload=payload, now=now)
