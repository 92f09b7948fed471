from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from platform_core.events.catalogue import WebhookEndpointUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from webhooks.endpoint_settings import checked_settings
from webhooks.enums import SecretKind
from webhooks.locks import get_endpoint_locked, get_listener_locked
from webhooks.models import Endpoint
from webhooks.sealing import open_headers, seal_headers
from webhooks.services.count_endpoint_event import count_endpoint_event
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets
from webhooks.services.set_listener import set_listener


def update_endpoint(*, endpoint_id: uuid.UUID, changes: Mapping[str, Any], now: dt.datetime) -> Endpoint:
    """Change settings of an endpoint of the current shop; what is sent from now on goes by them.

    Args:
        changes: see ``endpoint_settings.checked_settings``; ``headers`` are replaced as a whole.

    Raises:
        RecordNotFound, UrlRefused, EndpointSettingInvalid
    """
    tenant, wall = current_tenant(), on_the_wall(now)
    wanted = checked_settings(changes, livemode=tenant.livemode)
    with transaction.atomic():
        listener = get_listener_locked()
        endpoint = get_endpoint_locked(endpoint_id)
        changed = []
        if "headers" in wanted:
            headers = wanted.pop("headers")
            if headers != open_headers(tenant, endpoint):
                endpoint.headers = seal_headers(tenant, endpoint.id, headers)
                endpoint.header_names = list(headers)
                changed.append("headers")
        for name, value in wanted.items():
            if getattr(endpoint, name) != value:
                setattr(endpoint, name, value)
                changed.append(name)
        if changed:
            endpoint.updated_at = wall
            fields = {*changed, "updated_at"} | ({"header_names"} if "headers" in changed else set())
            if "url" in changed:  # what failed there says nothing of this one: no breaker keeps it waiting
                endpoint.open_until, endpoint.openings, endpoint.counted_from = None, 0, wall
                fields |= {"open_until", "openings", "counted_from"}
            endpoint.save(update_fields=sorted(fields))
            set_listener(listener=listener)
            if endpoint.ed25519:
                kinds = (SecretKind.HMAC, SecretKind.ED25519)
                ensure_signing_secrets(tenant=tenant, now=wall, endpoint_id=endpoint.id, kinds=kinds)
            told = WebhookEndpointUpdated(public_id("we", endpoint.id), endpoint.status, tuple(sorted(changed)))
            publish_event(
                told,
                object_id=public_id("we", endpoint.id),
                now=now,
                sequence=count_endpoint_event(endpoint_id=endpoint.id),
            )
    return endpoint
