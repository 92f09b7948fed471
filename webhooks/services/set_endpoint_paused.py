from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from webhooks.enums import EndpointStatus
from webhooks.errors import EndpointNotActive
from webhooks.locks import get_endpoint_locked, get_listener_locked
from webhooks.models import Endpoint
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.set_listener import set_listener

HEALTHY = {
    "disabled_reason": "",
    "disabled_at": None,
    "failing_since": None,
    "warned": 0,
    "open_until": None,
    "openings": 0,
}


def set_endpoint_paused(*, endpoint_id: uuid.UUID, paused: bool, now: dt.datetime) -> Endpoint:
    """Keep what an endpoint of the current shop would get, or let it have everything again.

    While it is paused its deliveries wait; none is lost. One that the platform disabled is enabled by resuming it: it begins
    anew, as if it had never failed. What happened meanwhile is fetched by a recovery. Doing it twice changes nothing.

    Raises:
        RecordNotFound
        EndpointNotActive: it is disabled, and cannot be paused.
    """
    wanted = EndpointStatus.PAUSED if paused else EndpointStatus.ENABLED
    with transaction.atomic():
        listener = get_listener_locked()
        endpoint = get_endpoint_locked(endpoint_id)
        if paused and endpoint.status == EndpointStatus.DISABLED:
            raise EndpointNotActive(current_state=endpoint.status)
        if endpoint.status == wanted:
            return endpoint
        endpoint.status, endpoint.updated_at = wanted, on_the_wall(now)
        healthy = {} if paused else {**HEALTHY, "counted_from": on_the_wall(now)}
        for name, value in healthy.items():
            setattr(endpoint, name, value)
        endpoint.save(update_fields=["status", "updated_at", *healthy])
        set_listener(listener=listener)
        told = WebhookEndpointUpdated(public_id("we", endpoint.id), endpoint.status, ("status",))
        publish_event(
            told,
            object_id=public_id("we", endpoint.id),
            now=now,
            sequence=count_endpoint_event(endpoint_id=endpoint.id),
        )
    return endpoint
