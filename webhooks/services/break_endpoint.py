from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointFailing
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from webhooks.breaker import FIRST
from webhooks.enums import DisabledReason, EndpointStatus
from webhooks.errors import EndpointNotActive
from webhooks.locks import get_endpoint_locked, get_listener_locked
from webhooks.models import Endpoint
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.disable_endpoint import disable_endpoint

HOUR = dt.timedelta(hours=1)
DAY, FIVE_DAYS = 24 * HOUR, 120 * HOUR  # of failing: when the first warning is given, when an endpoint is disabled


def break_endpoint(*, endpoint_id: uuid.UUID, disabled: bool, now: dt.datetime) -> Endpoint:
    """An endpoint of the current test shop is as if it had failed for a day (with its breaker open), or for five (disabled),
    so that a merchant can rehearse what follows. Events are published as ever; nobody is mailed.

    Raises:
        RecordNotFound
        EndpointNotActive: it is paused or disabled.
    """
    if current_tenant().livemode:
        raise ValueError("a live endpoint is broken by its receiver alone")
    wall, outside = on_the_wall(now), public_id("we", endpoint_id)
    with transaction.atomic():
        get_listener_locked()
        endpoint = get_endpoint_locked(endpoint_id)
        if endpoint.status != EndpointStatus.ENABLED:
            raise EndpointNotActive(current_state=endpoint.status)
        endpoint.failing_since = wall - (FIVE_DAYS if disabled else DAY)
        endpoint.last_failure_at, endpoint.last_success_at = wall, None
        endpoint.warned = 2 if disabled else 1  # so the watch has nothing to add
        endpoint.open_until, endpoint.openings = wall + FIRST, 1
        fields = ["failing_since", "last_failure_at", "last_success_at", "warned", "open_until", "openings"]
        endpoint.save(update_fields=fields)
        if disabled:
            disable_endpoint(endpoint_id=endpoint_id, reason=DisabledReason.FAILING, now=now, mailed=False)
        else:
            told = WebhookEndpointFailing(outside, endpoint.failing_since.isoformat(), DAY // HOUR)
            publish_event(
                told,
                object_id=public_id("we", endpoint_id),
                now=now,
                sequence=count_endpoint_event(endpoint_id=endpoint_id),
            )
    endpoint.refresh_from_db()
    return endpoint
