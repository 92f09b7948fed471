from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from platform_core.events.models import Event
from platform_core.kernel.sealing import unseal
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.models import Delivery, DeliveryAttempt, SigningSecret
from webhooks.signing import secret_key


class OpenSecret(NamedTuple):
    """A signing secret in the clear; its repr says nothing."""

    text: str
    valid_until: dt.datetime | None

    def __repr__(self) -> str:
        return "OpenSecret(****)"


def list_secrets(tenant: TenantRef, now: dt.datetime) -> list[OpenSecret]:
    """The secrets that a shop's webhooks are signed with, the current one first; none before it was made."""
    with platform_context():
        rows = list(
            SigningSecret.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now), tenant_role=tenant.role_name)
        )
    rows.sort(key=lambda row: (row.valid_until is not None, row.id))
    key = secret_key(tenant) if rows else b""
    return [OpenSecret(unseal(key, bytes(row.sealed), row.id.bytes).decode(), row.valid_until) for row in rows]


def list_deliveries() -> QuerySet[Delivery]:
    """Deliveries of the current shop, newest first, with their attempts."""
    attempts = DeliveryAttempt.objects.order_by("number", "id")
    return Delivery.objects.order_by("-id").prefetch_related(Prefetch("log", attempts))


def list_events_of(deliveries: Sequence[uuid.UUID]) -> dict[uuid.UUID, Event]:
    """For the platform: events by their ids."""
    wanted: Collection[uuid.UUID] = set(deliveries)
    return Event.objects.in_bulk(wanted)
