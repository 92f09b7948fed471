from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Protocol

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.reservations import examples
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from tenants.inventory.enums import ReservationState

LONGEST = 900  # seconds


class ReservationInput(StrictSerializer):
    """Codes to be held for a checkout."""

    example = examples.RESERVATION_INPUT

    sku = serializers.CharField(max_length=64)
    quantity = serializers.IntegerField(min_value=1, max_value=10_000)
    hold_seconds = serializers.IntegerField(min_value=10, max_value=LONGEST, default=LONGEST)


class ReservationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a reservation. ``expired``: its time is over, the codes go back on sale within seconds."""

    example = examples.ONE_RESERVATION

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["reservation"])
    livemode = serializers.BooleanField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    status = serializers.ChoiceField(choices=["held", "converted", "released", "expired"])
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()


class Held(Protocol):
    """What is shown of a reservation."""

    id: uuid.UUID
    sku_id: uuid.UUID
    quantity: int
    state: str
    expires_at: dt.datetime
    created_at: dt.datetime


def render_reservation(row: Held, *, livemode: bool) -> dict[str, Any]:
    """A reservation for the API."""
    over = row.state == ReservationState.HELD and row.expires_at <= now()
    return {
        "id": public_id("rsv", row.id),
        "object": "reservation",
        "livemode": livemode,
        "sku": public_id("sku", row.sku_id),
        "quantity": row.quantity,
        "status": "expired" if over else row.state,
        "expires_at": row.expires_at,
        "created_at": row.created_at,
    }
