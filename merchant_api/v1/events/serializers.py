from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from merchant_api.event_schemas import DATA, SEQUENCE, event_types
from merchant_api.examples import EVENT


@extend_schema_field(SEQUENCE)
class SequenceField(serializers.JSONField):
    """The how-many-th event of its object it is."""


@extend_schema_field(DATA)
class DataField(serializers.JSONField):
    """What it carries."""


EXAMPLE = next(each["example"] for each in event_types() if each["type"] == "issuance.completed")


class EventSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an event: what a webhook of its type delivers, member for member."""

    example = EXAMPLE

    id = serializers.CharField(help_text="The `webhook-id` of its deliveries: drop what you have had.")
    object = serializers.ChoiceField(choices=["event"])
    type = serializers.CharField()
    timestamp = serializers.DateTimeField(help_text="When it happened.")
    livemode = serializers.BooleanField()
    api_version = serializers.CharField()
    tenant = serializers.CharField()
    sequence = SequenceField()
    data = DataField()  # type: ignore[assignment]


class EventPageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a page of events."""

    example = {"object": "list", "data": [EXAMPLE], "has_more": False, "next_cursor": None, "next_after": EVENT}

    object = serializers.ChoiceField(choices=["list"])
    data = EventSerializer(many=True)  # type: ignore[assignment]
    has_more = serializers.BooleanField(help_text="There is more by now; ask on at once.")
    next_cursor = serializers.CharField(allow_null=True, help_text="The next page of a list; null when following.")
    next_after = serializers.CharField(allow_null=True, help_text="Your next `after`; null in a list.")
