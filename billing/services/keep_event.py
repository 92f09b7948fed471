from __future__ import annotations

import datetime as dt

from billing.enums import Provider
from billing.models import ProviderEvent
from billing.providers.base import RemoteEvent
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def keep_event(*, event: RemoteEvent, found_by: str, now: dt.datetime, provider: str = Provider.STRIPE) -> bool:
    """Keep an event, once, and the job that deals with it. In the caller's transaction: both are there together, or neither.

    Args:
        found_by: ``webhook`` or ``poll``.

    Returns:
        Whether it is new.
    """
    if ProviderEvent.objects.filter(pk=event.id).exists():
        return False
    row = ProviderEvent(
        id=event.id, provider=provider, type=event.type, object_type=event.object_type, object_id=event.object_id,
        customer_id=event.customer_id, livemode=event.livemode, sent_at=event.sent_at, received_at=now,
        found_by=found_by,
    )  # fmt: skip
    ProviderEvent.objects.bulk_create([row], ignore_conflicts=True)  # of two at once one is kept
    enqueue_job(JobName.HANDLE_BILLING_EVENT, key=f"billing-event:{event.id}", payload={"event_id": event.id}, now=now)
    return True
