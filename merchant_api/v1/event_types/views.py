from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.event_schemas import event_types
from merchant_api.pagination import envelope
from merchant_api.v1.events.serializers import EventSerializer
from merchant_api.versions.calendar import CURRENT
from merchant_api.versions.documents import event_schemas
from merchant_api.views import ApiView


class EventTypeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an event type: ``schema`` is the JSON Schema of what it carries (``data.object``)."""

    example = {
        **next(each for each in event_types() if each["type"] == "product.archived"),
        "api_version": CURRENT,
    }

    object = serializers.ChoiceField(choices=["event_type"])
    type = serializers.CharField()
    api_version = serializers.CharField(help_text="The version that schema and example are of: that of the call.")
    description = serializers.CharField()
    schema = serializers.JSONField()

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields, and ``example``, which here is one of them."""
        return {**super().get_fields(), "example": EventSerializer()}


class EventTypeList(ApiView):
    """Event types."""

    scopes: ClassVar[dict[str, str]] = {"GET": "events:read"}

    @extend_schema(
        operation_id="list_event_types",
        tags=["events"],
        summary="What can happen",
        responses=EventTypeSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """All of them, in one page, as the version of the call shows them. None ever carries a card code."""
        return Response(envelope(_event_types(self.version.name), None))


def _event_types(version: str) -> list[dict[str, Any]]:
    """Today's descriptions with the schemas of a version; the examples go down the chain with the answer."""
    schemas = {} if version == CURRENT else event_schemas(version)
    return [
        {
            **each,
            "api_version": version,
            "schema": schemas.get(each["type"], each["schema"]),
            "example": {**each["example"], "api_version": version},
        }
        for each in event_types()
    ]
