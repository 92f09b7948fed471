"""What is sent about webhook endpoints."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from merchant_api.event_schemas import TYPE_FILTERS, TYPES
from merchant_api.serializers import StrictSerializer
from merchant_api.v1.webhook_endpoints import examples
from merchant_api.versions.calendar import VERSIONS
from platform_core.kernel.outbound import MAX_LENGTH
from webhooks.endpoint_settings import (
    ALL,
    FIELD,
    MOST_CONDITIONS,
    MOST_HEADERS,
    MOST_TYPES,
    MOST_VALUES,
    RANGES,
)
from webhooks.enums import PayloadFormat

# No space, quote, fragment or backslash, nothing that two readers of URLs take differently.
URL = re.compile(r"https?://[!$-\[\]-~]+", re.ASCII)
WANTED = [ALL, *TYPE_FILTERS]
ANSWERED = [version.name for version in VERSIONS if not version.removed]
LONGEST_HEADER, LONGEST_VALUE = 1024, 200
URL_HELP = (
    "Called for every event that it wants. https on port 443 or 8443; with test keys http on 80 or 8080 too. Ever only "
    "addresses on the internet."
)
TYPES_HELP = "`issuance.completed`; `issuance.*`: all that begin so, also those that there will be; `*`: all."
FILTER_HELP = (
    "Only events whose `data.object` fits. A field is a name, or names with dots between; its value is compared as "
    "text. All conditions must hold; an event without the field does not fit."
)
VERSION_HELP = "The version that bodies are in; the version of this call where none is named."
ED25519_HELP = "Sign with a key pair too (`v1a`): whoever verifies needs only the `public_key`."
RATE_HELP = "Deliveries a second, at most; null: as many as there are. What is more waits."
HEADERS_HELP = (
    "Sent with every delivery, e.g. a token that your gateway wants. Kept sealed, and never shown again: answers say `****`. "
    "Replaced as a whole; null: none. Those that say where a request goes, how it is framed and what signs it are refused."
)


@extend_schema_field({"type": "string", "format": "uri", "maxLength": MAX_LENGTH, "pattern": f"^{URL.pattern}$"})
class UrlField(serializers.CharField):
    """Where a receiver is."""

    def to_internal_value(self, data: Any) -> str:
        """Printable ASCII; whether it may be called is asked later."""
        text = str(data)
        if len(text) > MAX_LENGTH or not URL.fullmatch(text):
            raise serializers.ValidationError(
                f"an http or https URL of at most {MAX_LENGTH} ASCII characters is expected"
            )
        return text


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_HEADERS,
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST_HEADER},
    }
)
class HeadersField(serializers.JSONField):
    """Headers of the merchant's own, by name."""

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """Of the right form; which names and values there may be is asked later."""
        if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
            raise serializers.ValidationError("an object of names and texts is expected")
        return data


class ConditionInput(StrictSerializer):
    """A condition of a content filter: either equals or in."""

    bounds: ClassVar[dict[str, int]] = {"minProperties": 2, "maxProperties": 2}  # in the document

    field = serializers.RegexField(  # type: ignore[assignment]
        re.compile(f"^(?:{FIELD.pattern})$", re.ASCII), help_text="Of `data.object`, e.g. `sku`."
    )
    equals = serializers.CharField(
        max_length=LONGEST_VALUE, required=False, allow_blank=True, trim_whitespace=False, help_text="Is this."
    )

    def get_fields(self) -> dict[str, Any]:
        """One of them has a name that Python keeps for itself."""
        text = serializers.CharField(max_length=LONGEST_VALUE, allow_blank=True, trim_whitespace=False)
        any_of = serializers.ListField(
            child=text, required=False, min_length=1, max_length=MOST_VALUES, help_text="Is one of these."
        )
        return {**super().get_fields(), "in": any_of}

    def validate(self, attrs: Any) -> Any:
        """Exactly one."""
        if ("equals" in attrs) == ("in" in attrs):
            raise serializers.ValidationError({"equals": ["either equals or in"]})
        return attrs


class WebhookEndpointChanges(StrictSerializer):
    """What can be changed of an endpoint; what is sent from then on goes by it."""

    example = examples.ENDPOINT_CHANGES

    url = UrlField(required=False, help_text=URL_HELP)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True, help_text="For yourself.")
    event_types = serializers.ListField(
        child=serializers.ChoiceField(choices=WANTED),
        required=False,
        min_length=1,
        max_length=MOST_TYPES,
        help_text=TYPES_HELP,
    )
    content_filter = serializers.ListField(
        child=ConditionInput(), required=False, max_length=MOST_CONDITIONS, help_text=FILTER_HELP
    )
    api_version = serializers.ChoiceField(choices=ANSWERED, required=False, help_text=VERSION_HELP)
    payload_format = serializers.ChoiceField(
        choices=PayloadFormat.values, required=False, help_text="cloudevents: CloudEvents 1.0, structured mode."
    )
    ed25519 = serializers.BooleanField(required=False, help_text=ED25519_HELP)
    rate_limit = serializers.IntegerField(
        min_value=RANGES["rate"][0], max_value=RANGES["rate"][1], required=False, allow_null=True, help_text=RATE_HELP
    )
    concurrency = serializers.IntegerField(
        min_value=RANGES["concurrency"][0],
        max_value=RANGES["concurrency"][1],
        required=False,
        help_text="Deliveries under way at a time, at most; 8.",
    )
    timeout_seconds = serializers.IntegerField(
        min_value=RANGES["timeout"][0],
        max_value=RANGES["timeout"][1],
        required=False,
        help_text="How long an answer is waited for; 15.",
    )
    headers = HeadersField(required=False, allow_null=True, help_text=HEADERS_HELP)


class WebhookEndpointInput(WebhookEndpointChanges):
    """A new endpoint."""

    example = examples.ENDPOINT_INPUT

    url = UrlField(help_text=URL_HELP)
    event_types = serializers.ListField(
        child=serializers.ChoiceField(choices=WANTED), min_length=1, max_length=MOST_TYPES, help_text=TYPES_HELP
    )


class RotateInput(StrictSerializer):
    """How long the old secrets sign along."""

    example = examples.ROTATE_INPUT

    overlap_seconds = serializers.IntegerField(
        min_value=0, max_value=604_800, default=86_400, help_text="0: the old one leaked, it signs nothing any more."
    )


class TestDeliveryInput(StrictSerializer):
    """What is sent as a test."""

    __test__ = False  # no test class
    example = examples.TEST_INPUT

    type = serializers.ChoiceField(choices=TYPES, default="test.ping", help_text="Also one that it does not want.")


class RecoverInput(StrictSerializer):
    """The gap."""

    example = examples.RECOVER_INPUT

    since = serializers.DateTimeField(default_timezone=UTC, help_text="Events from then on; at most 30 days ago.")
    until = serializers.DateTimeField(required=False, default_timezone=UTC, help_text="Events before then; now.")
