from __future__ import annotations

from typing import Any

from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from tenants.access.authenticate import Caller


def render_event(event: Event, caller: Caller, version: str) -> dict[str, Any]:
    """An event as the API answers it and webhooks deliver it."""
    return {
        "id": public_id("evt", event.id),
        "object": "event",
        "type": event.type,
        "timestamp": event.created_at,
        "livemode": caller.livemode,
        "api_version": version,
        "tenant": public_id("ten", caller.live_tenant.id),
        "sequence": {"object": event.object_id, "n": event.sequence},
        "data": {"object": event.payload},
    }
