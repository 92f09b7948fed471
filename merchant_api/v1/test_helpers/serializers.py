from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.test_helpers import examples
from platform_core.kernel.clock import now, on_the_wall
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.advance_clock import FURTHEST


class AdvanceInput(StrictSerializer):
    """One of both."""

    example = examples.ADVANCE_INPUT
    bounds: ClassVar[dict[str, int]] = {"minProperties": 1, "maxProperties": 1}  # in the document

    seconds = serializers.IntegerField(
        required=False, min_value=1, max_value=int(FURTHEST.total_seconds()), help_text="So far."
    )
    to = serializers.DateTimeField(required=False, help_text="To this moment, later than the clock's `now`.")

    def validate(self, attrs: Any) -> Any:
        """Exactly one."""
        if len(attrs) != 1:
            raise serializers.ValidationError({"seconds": ["either seconds or to"]})
        return attrs


class ClockSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a test clock."""

    example = examples.CLOCK

    object = serializers.ChoiceField(choices=["test_clock"])
    livemode = serializers.BooleanField()
    now = serializers.DateTimeField(help_text="What time it is in your test shop.")
    server_time = serializers.DateTimeField(help_text="What time it is.")
    seconds_ahead = serializers.IntegerField()


class StockInput(StrictSerializer):
    """The wanted stock."""

    example = examples.STOCK_INPUT

    available = serializers.IntegerField(min_value=0, max_value=10_000)


class BreakInput(StrictSerializer):
    """How broken."""

    example = examples.BREAK_INPUT

    def get_fields(self) -> dict[str, Any]:
        """Its name is one that Python keeps for itself."""
        words = "failing: for a day, its breaker open for half a minute; disabled: for five days."
        return {"as": serializers.ChoiceField(choices=["failing", "disabled"], help_text=words)}


def render_clock(twin: TenantRef) -> dict[str, Any]:
    """The clock of a test twin."""
    wall = on_the_wall(now())
    return {
        "object": "test_clock",
        "livemode": False,
        "now": wall + twin.clock_ahead,
        "server_time": wall,
        "seconds_ahead": int(twin.clock_ahead.total_seconds()),
    }
