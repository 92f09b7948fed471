from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from merchant_api.v1.imports.serializers import OperationSerializer
from merchant_api.v1.webhook_endpoints import examples
from webhooks.enums import DisabledReason, EndpointStatus, PayloadFormat

MOST_HOURS = 720


class ConditionSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a condition of a content filter."""

    field = serializers.CharField()  # type: ignore[assignment]
    equals = serializers.CharField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """One of them has a name that Python keeps for itself."""
        any_of = serializers.ListField(child=serializers.CharField(), required=False)
        return {**super().get_fields(), "in": any_of}


class BreakerSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a breaker: closed (deliveries go out), open (they wait), half_open (one at a time tries whether it works)."""

    state = serializers.ChoiceField(choices=["closed", "open", "half_open"])
    until = serializers.DateTimeField(allow_null=True, help_text="Of an open one: when it is tried again.")


class WebhookEndpointSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an endpoint. ``secret`` is in the answers that make one, and null ever after."""

    example = examples.SHOWN

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["webhook_endpoint"])
    livemode = serializers.BooleanField()
    url = serializers.CharField()
    description = serializers.CharField()
    event_types = serializers.ListField(child=serializers.CharField())
    content_filter = ConditionSerializer(many=True)
    api_version = serializers.CharField()
    payload_format = serializers.ChoiceField(choices=PayloadFormat.values)
    ed25519 = serializers.BooleanField()
    public_key = serializers.CharField(allow_null=True, help_text="whpk_…: verifies `v1a`; null unless `ed25519`.")
    secret = serializers.CharField(allow_null=True, help_text="whsec_…: what `v1` is signed with. Keep it.")
    rate_limit = serializers.IntegerField(allow_null=True)
    concurrency = serializers.IntegerField()
    timeout_seconds = serializers.IntegerField()
    headers = serializers.DictField(child=serializers.CharField(), help_text="Their names; values are never shown.")
    status = serializers.ChoiceField(
        choices=EndpointStatus.values,
        help_text="paused by you: deliveries wait. disabled by us: what happens is not kept for it, until you resume it.",
    )
    disabled_reason = serializers.ChoiceField(
        choices=DisabledReason.values,
        allow_null=True,
        help_text="failing: five days without a success; gone: it answered 410.",
    )
    disabled_at = serializers.DateTimeField(allow_null=True)
    failing_since = serializers.DateTimeField(
        allow_null=True, help_text="The first failure since the last success; null: it works."
    )
    last_success_at = serializers.DateTimeField(allow_null=True)
    last_failure_at = serializers.DateTimeField(allow_null=True)
    breaker = BreakerSerializer()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="Of its settings.")


class RotatedEndpointSerializer(WebhookEndpointSerializer):
    """Documents an endpoint with its new secret."""

    example = examples.ROTATED

    old_signs_until = serializers.DateTimeField(
        allow_null=True, help_text="Until then deliveries carry signatures of old secrets too; null: of none."
    )


class DeletedEndpointSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents that an endpoint is gone."""

    example = examples.DELETED

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["webhook_endpoint"])
    deleted = serializers.BooleanField()


class HourSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an hour of attempts."""

    at = serializers.DateTimeField(help_text="Its beginning.")
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    average_ms = serializers.IntegerField()
    slowest_ms = serializers.IntegerField()


class BacklogSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what waits."""

    count = serializers.IntegerField(help_text="Deliveries that wait to be sent, or to be sent again.")
    more = serializers.BooleanField(help_text="There are more than `count`.")
    oldest_due_at = serializers.DateTimeField(allow_null=True)


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 1})
class ShareField(serializers.JSONField):
    """A part of a whole."""


class EndpointStatsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents how an endpoint has been answering. Attempts are counted, not deliveries."""

    example = examples.STATS

    object = serializers.ChoiceField(choices=["webhook_endpoint_stats"])
    webhook_endpoint = serializers.CharField()
    since = serializers.DateTimeField()
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    success_rate = ShareField(allow_null=True, help_text="0 to 1; null: nothing was sent.")
    average_ms = serializers.IntegerField(allow_null=True)
    slowest_ms = serializers.IntegerField(allow_null=True)
    hours = HourSerializer(many=True, help_text="Oldest first; an hour in which nothing was sent is left out.")
    backlog = BacklogSerializer()


class RedeliveryOperationSerializer(OperationSerializer):
    """Documents the operation of a redelivery."""

    example = examples.OPERATION
