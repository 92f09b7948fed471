"""Rows of webhooks as they lie there at some moment, without sending anything. All as the platform."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context
from webhooks.enums import DeliveryStatus, TallySpan
from webhooks.models import Delivery, Endpoint, Tally


def plant_endpoint(tenant: Any, now: dt.datetime, **fields: Any) -> Endpoint:
    """An endpoint of a shop; enabled and well unless told."""
    given = {"url": "https://hooks.example.com/in?key=1", "event_types": ["*"], "version": "2026-11-24"}
    with platform_context():
        return Endpoint.objects.create(
            tenant_role=tenant.role_name, created_at=now, updated_at=now, **{**given, **fields}
        )


def plant_deliveries(
    tenant: Any, endpoint: Endpoint | None, due_at: dt.datetime | None, *, many: int = 1, **fields: Any
) -> None:
    """Deliveries to an endpoint, or to a URL of an order's; ``due_at`` None: they are over."""
    lane = uuid.uuid4() if endpoint is None else endpoint.id
    status = DeliveryStatus.SUCCEEDED if due_at is None else DeliveryStatus.PENDING
    common = {
        "tenant_role": tenant.role_name,
        "lane": lane,
        "endpoint_id": None if endpoint is None else endpoint.id,
        "target": Delivery.ORDER if endpoint is None else str(endpoint.id),
        "object_id": "iss_1",
        "event_type": "issuance.issued",
        "status": status,
        "due_at": due_at,
        "created_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        **fields,
    }
    with platform_context():
        Delivery.objects.bulk_create([Delivery(event_id=new_id(), **common) for _ in range(many)], batch_size=2_000)


def plant_tally(endpoint: Endpoint, span: TallySpan, at: dt.datetime, succeeded: int, failed: int) -> None:
    """What an endpoint answered in a minute or an hour."""
    with platform_context():
        Tally.objects.create(
            endpoint_id=endpoint.id,
            span=span,
            at=at,
            tenant_role=endpoint.tenant_role,
            succeeded=succeeded,
            failed=failed,
            duration_ms=1,
            slowest_ms=1,
        )
