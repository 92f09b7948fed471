from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Protocol

from merchant_api.rendering import dump_json
from merchant_api.versions.calendar import CURRENT
from merchant_api.versions.chain import transform_parts
from platform_core.kernel.ids import public_id
from platform_core.tenancy.reference import TenantRef

LARGEST = 20 * 1024  # bytes of a delivery


class EventFacts(Protocol):
    """What is told of an event, however it was read."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def type(self) -> str: ...
    @property
    def object_id(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def payload(self) -> dict[str, Any]: ...
    @property
    def created_at(self) -> dt.datetime: ...


def render_event(event: EventFacts, tenant: TenantRef, version: str) -> dict[str, Any]:
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


def render_delivery_body(
    event: EventFacts, tenant: TenantRef, version: str, *, cloudevents: bool = False, sample: bool = False
) -> bytes:
    """An event as it is sent to a receiver: the bytes that ``GET /v1/events/{id}`` answers in that version.

    Args:
        cloudevents: as a CloudEvent (1.0, structured mode, JSON) instead, which carries the same ``data``.
        sample: it did not happen; the body says so.

    Returns:
        At most 20 KB: of an object that would need more, its id alone, with ``"truncated": true``.
    """
    shown = render_event(event, tenant, version)
    if version != CURRENT:
        shown = transform_parts(shown, version)
    if sample:
        shown["sample"] = True
    body = dump_json(_cloudevent(shown) if cloudevents else shown)
    if len(body) > LARGEST:
        thin = {name: event.payload[name] for name in ("id",) if name in event.payload} | {"truncated": True}
        shown["data"] = {"object": thin}
        body = dump_json(_cloudevent(shown) if cloudevents else shown)
    return body


def _cloudevent(shown: dict[str, Any]) -> dict[str, Any]:
    """CloudEvents 1.0.2: names of extensions are lower-case letters and digits; their values are no objects."""
    return {
        "specversion": "1.0",
        "id": shown["id"],
        "source": f"/tenants/{shown['tenant']}",
        "type": f"com.kaquan.{shown['type']}",
        "subject": shown["sequence"]["object"],
        "time": shown["timestamp"],
        "datacontenttype": "application/json",
        "sequence": str(shown["sequence"]["n"]),
        "livemode": shown["livemode"],
        "apiversion": shown["api_version"],
        **({"sample": True} if "sample" in shown else {}),
        "data": shown["data"],
    }
