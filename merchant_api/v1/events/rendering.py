from __future__ import annotations

from typing import Any

from merchant_api.rendering import dump_json
from merchant_api.versions.chain import transform_parts
from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.reference import TenantRef


def render_event(event: Event, tenant: TenantRef, version: str) -> dict[str, Any]:
    """An event of a shop, or of its test twin, as the API answers it and webhooks deliver it."""
    return {
        "id": public_id("evt", event.id),
        "object": "event",
        "type": event.type,
        "timestamp": event.created_at,
        "livemode": tenant.livemode,
        "api_version": version,
        "tenant": public_id("ten", tenant.live_tenant_id or tenant.id),
        "sequence": {"object": event.object_id, "n": event.sequence},
        "data": {"object": event.payload},
    }


def render_delivery_body(event: Event, tenant: TenantRef, version: str) -> bytes:
    """An event as it is sent to a receiver: the bytes that ``GET /v1/events/{id}`` answers in that version."""
    return dump_json(transform_parts(render_event(event, tenant, version), version))
