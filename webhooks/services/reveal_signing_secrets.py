from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointSecretRevealed
from platform_core.events.selectors import find_next_sequence
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from webhooks.sealing import OpenSecret
from webhooks.selectors import get_endpoint
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets


def reveal_signing_secrets(*, endpoint_id: uuid.UUID | None, actor: str, now: dt.datetime) -> list[OpenSecret]:
    """What an endpoint of the current shop (or its orders' own URLs) are signed with, for somebody who wants to see it: the
    look is recorded before anything is shown.

    Args:
        actor: who looks, an address or the id of a key.

    Raises:
        RecordNotFound
    """
    tenant = current_tenant()
    with transaction.atomic():
        if endpoint_id is not None:
            get_endpoint(endpoint_id)
            told = WebhookEndpointSecretRevealed(public_id("we", endpoint_id), actor)
            publish_event(
                told,
                object_id=public_id("we", endpoint_id),
                now=now,
                sequence=count_endpoint_event(endpoint_id=endpoint_id),
            )
        else:
            outside = public_id("ten", tenant.live_tenant_id or tenant.id)
            told = WebhookEndpointSecretRevealed(outside, actor)
            publish_event(told, object_id=outside, now=now, sequence=find_next_sequence(outside))
    return ensure_signing_secrets(tenant=tenant, now=on_the_wall(now), endpoint_id=endpoint_id)
