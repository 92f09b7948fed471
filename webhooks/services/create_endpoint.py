from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from platform_core.entitlements.enums import Limit
from platform_core.events.catalogue import WebhookEndpointCreated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.services.check_room import check_room
from webhooks.endpoint_settings import checked_settings
from webhooks.enums import SecretKind
from webhooks.errors import EndpointLimitReached
from webhooks.locks import get_listener_locked
from webhooks.models import Endpoint
from webhooks.sealing import seal_headers
from webhooks.selectors import list_endpoints
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets
from webhooks.services.set_listener import set_listener


def create_endpoint(*, settings: Mapping[str, Any], now: dt.datetime) -> Endpoint:
    """A URL of the current shop is told of events from now on; it has signing secrets of its own.

    Args:
        settings: see ``endpoint_settings.checked_settings``; ``url``, ``event_types`` and ``version`` must be there.

    Raises:
        UrlRefused, EndpointSettingInvalid, EndpointLimitReached, SubscriptionInactive
        LimitReached: as many as the plan allows, each mode by itself.
    """
    tenant, made, wall = current_tenant(), new_id(), on_the_wall(now)
    checked = checked_settings(settings, livemode=tenant.livemode)
    headers = checked.pop("headers", {})
    endpoint = Endpoint(
        id=made,
        tenant_role=tenant.role_name,
        headers=seal_headers(tenant, made, headers),
        header_names=list(headers),
        created_at=wall,
        updated_at=wall,
        **checked,
    )
    with transaction.atomic():
        listener = get_listener_locked()
        if list_endpoints().count() >= Endpoint.MOST:
            raise EndpointLimitReached(limit=Endpoint.MOST)
        check_room(limit=Limit.ENDPOINTS, used_by=list_endpoints().count)
        endpoint.save(force_insert=True)
        set_listener(listener=listener)
        kinds = (SecretKind.HMAC, SecretKind.ED25519) if endpoint.ed25519 else (SecretKind.HMAC,)
        ensure_signing_secrets(tenant=tenant, now=wall, endpoint_id=made, kinds=kinds)
        outside, host = public_id("we", made), urlsplit(endpoint.url).hostname or ""
        told = WebhookEndpointCreated(outside, host, tuple(endpoint.event_types))
        publish_event(told, object_id=outside, now=now)
    return endpoint
