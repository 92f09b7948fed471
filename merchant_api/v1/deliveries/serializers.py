from __future__ import annotations

from datetime import UTC

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from merchant_api.event_schemas import TYPE_FILTERS
from merchant_api.serializers import StrictSerializer
from merchant_api.v1.deliveries import examples
from merchant_api.v1.imports.serializers import OperationSerializer
from webhooks.enums import AttemptError, DeliveryStatus

MOST_TYPES = 50
# What is over can be sent anew; what is not, is sent anyway.
OVER = [DeliveryStatus.EXHAUSTED.value, DeliveryStatus.SKIPPED.value, DeliveryStatus.SUCCEEDED.value]


class WebhookDeliverySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a delivery: one event on its way to one receiver."""

    example = examples.ONE_DELIVERY

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["webhook_delivery"])
    livemode = serializers.BooleanField()
    webhook_endpoint = serializers.CharField(allow_null=True, help_text="we_…; null: the URL that an order named.")
    url = serializers.CharField(allow_null=True, help_text="The `notify_url` of an order; null: the endpoint's own.")
    event = serializers.CharField(help_text="evt_…: its `webhook-id`. Of a sample there is no such event.")
    type = serializers.CharField()
    subject = serializers.CharField(help_text="The object that the event is about, e.g. `iss_…`.")
    sample = serializers.BooleanField(help_text="A test: it did not happen.")
    status = serializers.ChoiceField(
        choices=DeliveryStatus.values,
        help_text="failed: it is tried again; exhausted: it is not; skipped: nobody was left to send it to.",
    )
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(
        allow_null=True, help_text="Not before then; later where the endpoint is paused or its breaker open."
    )
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


@extend_schema_field({"type": "object"})
class PayloadField(serializers.JSONField):
    """The body of a delivery."""


class WholeDeliverySerializer(WebhookDeliverySerializer):
    """Documents a delivery with what is sent."""

    example = examples.WHOLE_DELIVERY

    payload = PayloadField(
        allow_null=True,
        help_text="The body, by the endpoint's present settings; null once the event is not kept any more.",
    )


class WebhookDeliveryAttemptSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents one call of a receiver."""

    example = examples.ONE_ATTEMPT

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["webhook_delivery_attempt"])
    livemode = serializers.BooleanField()
    delivery = serializers.CharField()
    number = serializers.IntegerField(help_text="One that is missing was cut off on our side.")
    succeeded = serializers.BooleanField(help_text="It was answered 2xx.")
    response_status = serializers.IntegerField(allow_null=True, help_text="Null: there was no answer.")
    error = serializers.ChoiceField(choices=AttemptError.values, allow_null=True, help_text="Why there was none.")
    duration_ms = serializers.IntegerField()
    connect_ms = serializers.IntegerField(
        allow_null=True, help_text="Until there was a connection; 0: an open one was used."
    )
    wait_ms = serializers.IntegerField(allow_null=True, help_text="Until the answer began.")
    response_headers = serializers.DictField(child=serializers.CharField(), help_text="A few that say something.")
    response_excerpt = serializers.CharField(
        allow_null=True, help_text="The beginning of the answer, without what looks like a secret."
    )
    created_at = serializers.DateTimeField()


class ResendInput(StrictSerializer):
    """Which deliveries are sent anew."""

    example = examples.RESEND_INPUT

    endpoint = serializers.CharField(
        max_length=64, required=False, help_text="we_…; all receivers where none is named."
    )
    statuses = serializers.ListField(
        child=serializers.ChoiceField(choices=OVER),
        required=False,
        min_length=1,
        max_length=len(OVER),
        help_text="exhausted and skipped where none is named.",
    )
    types = serializers.ListField(
        child=serializers.ChoiceField(choices=list(TYPE_FILTERS)),
        required=False,
        min_length=1,
        max_length=MOST_TYPES,
        help_text="`code.*` are all that begin so; all types where none is named.",
    )
    since = serializers.DateTimeField(default_timezone=UTC, help_text="Made from then on; at most 30 days ago.")
    until = serializers.DateTimeField(required=False, default_timezone=UTC, help_text="Made before then; now.")


class ResendOperationSerializer(OperationSerializer):
    """Documents the operation of a resend."""

    example = examples.RESEND_OPERATION
