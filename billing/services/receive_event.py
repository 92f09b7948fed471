from __future__ import annotations

import datetime as dt

from django.db import transaction

from billing.engines import get_engine
from billing.enums import Provider
from billing.services.keep_event import keep_event
from platform_core.tenancy.context import platform_context


def receive_event(*, body: bytes, signature: str, now: dt.datetime, provider: str = Provider.STRIPE) -> bool:
    """Keep an event that the provider signed, once, together with the job that will read its object again.

    Returns:
        Whether it is new.

    Raises:
        BillingEventForged: nothing was kept.
    """
    event = get_engine(provider).read_event(body, signature)
    with platform_context(), transaction.atomic():
        return keep_event(event=event, found_by="webhook", now=now, provider=provider)
