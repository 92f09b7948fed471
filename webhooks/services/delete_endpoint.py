from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointDeleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from webhooks.locks import get_endpoint_locked, get_listener_locked
from webhooks.models import SigningSecret
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.set_listener import set_listener
from webhooks.services.skip_waiting import skip_waiting


def delete_endpoint(*, endpoint_id: uuid.UUID, now: dt.datetime) -> None:
    """An endpoint of the current shop is gone, with its secrets; what waits for it is skipped. Its log stays for its days.

    Raises:
        RecordNotFound
    """
    wall = on_the_wall(now)
    with transaction.atomic():
        listener = get_listener_locked()
        endpoint = get_endpoint_locked(endpoint_id)
        endpoint.deleted_at = endpoint.updated_at = wall
        endpoint.headers, endpoint.header_names = None, []
        endpoint.save(update_fields=["deleted_at", "updated_at", "headers", "header_names"])
        set_listener(listener=listener)
        with platform_context():
            SigningSecret.objects.filter(endpoint_id=endpoint_id).delete()
            skip_waiting(endpoint_id=endpoint_id, now=wall)
        publish_event(
            WebhookEndpointDeleted(public_id("we", endpoint_id)),
            object_id=public_id("we", endpoint_id),
            now=now,
            sequence=count_endpoint_event(endpoint_id=endpoint_id),
        )
