from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.models import ProviderEvent
from platform_core.tenancy.context import platform_context


def receive_event(*, body: bytes, signature: str, now: dt.datetime) -> bool:
    """Keep an event that the provider sent, once.

    Returns:
        Whether it is a new one.

    Raises:
        BillingEventForged
    """
    engine = get_engine()
    event = engine.read_event(body, signature)
    facts = {
        "provider": engine.name, "type": event.type, "object_type": event.object_type, "object_id": event.object_id,
        "customer_id": event.customer_id, "livemode": event.livemode, "sent_at": event.sent_at, "received_at": now,
    }  # fmt: skip
    with platform_context():
        _, new = ProviderEvent.objects.get_or_create(id=event.id, defaults=facts)
    return new
