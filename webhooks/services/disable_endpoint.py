from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointDisabled
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from webhooks.enums import DisabledReason, EndpointStatus
from webhooks.locks import get_endpoint_locked, get_listener_locked
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.mail_about_endpoint import mail_about_endpoint
from webhooks.services.set_listener import set_listener
from webhooks.services.skip_waiting import skip_waiting


def disable_endpoint(*, endpoint_id: uuid.UUID, reason: DisabledReason, now: dt.datetime, mailed: bool = True) -> bool:
    """Send nothing more to an endpoint of the current shop; its owners are told by mail. What waits is skipped, not lost:
    once it is enabled again a recovery sends the gap.

    Args:
        mailed: False where it is only rehearsed.

    Returns:
        Whether it was not disabled already.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        listener = get_listener_locked()
        endpoint = get_endpoint_locked(endpoint_id)
        if endpoint.status == EndpointStatus.DISABLED:
            return False
        wall = on_the_wall(now)
        endpoint.status, endpoint.disabled_reason = EndpointStatus.DISABLED, reason
        endpoint.disabled_at = endpoint.updated_at = wall
        endpoint.save(update_fields=["status", "disabled_reason", "disabled_at", "updated_at"])
        set_listener(listener=listener)
        with platform_context():
            skip_waiting(endpoint_id=endpoint_id, now=wall)
        since = endpoint.failing_since.isoformat() if endpoint.failing_since else None
        told = WebhookEndpointDisabled(public_id("we", endpoint_id), reason, since)
        publish_event(
            told,
            object_id=public_id("we", endpoint_id),
            now=now,
            sequence=count_endpoint_event(endpoint_id=endpoint_id),
        )
        if mailed:
            mail_about_endpoint(endpoint=endpoint, what="disabled", now=now)
    return True
