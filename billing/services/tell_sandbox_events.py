from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Final

from django.conf import settings

from billing.enums import Provider
from billing.models import SandboxEvent
from billing.providers.sandbox_addresses import sign_event
from billing.services.receive_event import receive_event
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
MOST: Final = 1000


def tell_sandbox_events(*, now: dt.datetime) -> int:
    """Tell what changed in the sandbox, as a provider does: signed, the oldest first, each until it was heard. Outside of a transaction.

    Returns:
        How many were heard.
    """
    if settings.KAQUAN_BILLING != Provider.SANDBOX:
        return 0
    with platform_context():
        waiting = list(SandboxEvent.objects.filter(told_at__isnull=True).order_by("id")[:MOST])
    for told, event in enumerate(waiting):
        body = json.dumps({"id": event.id, "type": event.type}).encode()
        try:
            receive_event(body=body, signature=sign_event(body), now=now, provider=Provider.SANDBOX)
        except Exception:  # as a provider whose call failed: the next run tells it again
            logger.warning("an event of the sandbox was not heard: %s", event.id, exc_info=True)
            return told
        with platform_context():
            SandboxEvent.objects.filter(pk=event.id).update(told_at=now)
    return len(waiting)
