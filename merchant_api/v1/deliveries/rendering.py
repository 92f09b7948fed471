from __future__ import annotations

import uuid
from typing import Any

import orjson

from merchant_api.v1.events.rendering import render_delivery_body
from merchant_api.versions.calendar import CURRENT
from platform_core.events.models import Event
from platform_core.events.selectors import find_event
from platform_core.kernel.ids import moment_of, public_id
from platform_core.tenancy.context import current_tenant
from webhooks.enums import DeliveryStatus, PayloadFormat
from webhooks.models import Delivery, DeliveryAttempt
from webhooks.selectors import find_endpoint_ever, get_delivery

WAITING = frozenset({DeliveryStatus.PENDING, DeliveryStatus.FAILED})


def render_delivery(row: Delivery) -> dict[str, Any]:
    """A delivery for the API."""
    return {
        "id": public_id("dlv", row.id),
        "object": "webhook_delivery",
        "livemode": current_tenant().livemode,
        "webhook_endpoint": public_id("we", row.endpoint_id) if row.endpoint_id else None,
        "url": row.url or None,
        "event": public_id("evt", row.event_id),
        "type": row.event_type,
        "subject": row.object_id,
        "sample": row.sample is not None,
        "status": row.status,
        "attempts": row.attempts,
        "next_attempt_at": row.due_at if row.status in WAITING else None,
        "created_at": row.created_at,
        "completed_at": row.completed_at,
    }


def show_delivery(delivery_id: uuid.UUID) -> dict[str, Any]:
    """The delivery with this id.

    Raises:
        RecordNotFound
    """
    return render_delivery(get_delivery(delivery_id))


def render_whole_delivery(row: Delivery) -> dict[str, Any]:
    """A delivery with what is sent, by its endpoint's present settings."""
    return {**render_delivery(row), "payload": _payload(row)}


def _payload(row: Delivery) -> Any:
    event = find_event(row.event_id) if row.sample is None else _sample(row, row.sample)
    if event is None:
        return None
    endpoint = find_endpoint_ever(row.endpoint_id) if row.endpoint_id else None
    version = endpoint.version if endpoint else row.version
    cloudevents = endpoint is not None and endpoint.payload_format == PayloadFormat.CLOUDEVENTS
    body = render_delivery_body(
        event, current_tenant(), version or CURRENT, cloudevents=cloudevents, sample=row.sample is not None
    )
    return orjson.loads(body)


def _sample(row: Delivery, carried: dict[str, Any]) -> Event:
    return Event(
        id=row.event_id,
        type=row.event_type,
        object_id=str(carried.get("id", "")),
        sequence=1,
        payload=carried,
        created_at=moment_of(row.event_id),
    )


def render_attempt(row: DeliveryAttempt) -> dict[str, Any]:
    """One call of a receiver for the API."""
    return {
        "id": public_id("att", row.id),
        "object": "webhook_delivery_attempt",
        "livemode": current_tenant().livemode,
        "delivery": public_id("dlv", row.delivery_id),
        "number": row.number,
        "succeeded": row.status is not None and 200 <= row.status < 300,
        "response_status": row.status,
        "error": row.error or None,
        "duration_ms": row.duration_ms,
        "connect_ms": row.connect_ms,
        "wait_ms": row.wait_ms,
        "response_headers": row.headers,
        "response_excerpt": row.excerpt or None,
        "created_at": row.at,
    }
