from __future__ import annotations

from typing import Any

from rest_framework import serializers

from merchant_api.v1.meta import examples
from merchant_api.versions.calendar import Version


class RateLimitsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Requests a second by kind of operation, and requests at the same time."""

    read = serializers.IntegerField()
    write = serializers.IntegerField()
    reveal = serializers.IntegerField()
    redeem = serializers.IntegerField(help_text="validate and redeem together")
    concurrency = serializers.IntegerField()
    key_share = serializers.IntegerField(help_text="percent of each rate that one key may use")


class PingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents the answer of ping."""

    example = examples.PING

    object = serializers.ChoiceField(choices=["ping"])
    tenant = serializers.CharField()
    store = serializers.CharField()
    livemode = serializers.BooleanField()
    key_id = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    version = serializers.CharField()
    server_time = serializers.DateTimeField()
    test_clock = serializers.DateTimeField(allow_null=True, help_text="Test keys: what time it is in your test shop.")
    ip = serializers.CharField()
    rate_limits = RateLimitsSerializer(allow_null=True, help_text="of your plan; null: none")


class ApiVersionSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a version of the API: calls are answered in it until ``sunset_at``."""

    object = serializers.ChoiceField(choices=["api_version"])
    version = serializers.DateField()
    state = serializers.ChoiceField(choices=["current", "deprecated", "removed"])
    deprecated_at = serializers.DateTimeField(allow_null=True)
    sunset_at = serializers.DateTimeField(allow_null=True)
    document_url = serializers.CharField(allow_null=True)


def render_version(version: Version) -> dict[str, Any]:
    """A version for the API."""
    return {
        "object": "api_version",
        "version": version.name,
        "state": version.state,
        "deprecated_at": version.deprecated_at,
        "sunset_at": version.sunset_at,
        "document_url": None if version.removed else f"/v1/openapi/{version.name}.json",
    }


class TestModeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what test keys can ask for."""

    skus = serializers.ListField(child=serializers.CharField(), help_text="Taken wherever the id of a SKU is.")
    simulations = serializers.ListField(child=serializers.CharField(), help_text="Of the header `Kaquan-Simulate`.")
    clock_days_ahead = serializers.IntegerField(help_text="As far as a test clock goes.")


class MetaSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents versions and limits."""

    example = examples.META

    object = serializers.ChoiceField(choices=["meta"])
    versions = ApiVersionSerializer(many=True)
    default_version = serializers.CharField()
    event_types = serializers.ListField(child=serializers.CharField())
    limits = serializers.DictField(child=serializers.IntegerField())
    rate_limits = RateLimitsSerializer(help_text="of the default plan; yours are in /v1/ping")
    test_mode = TestModeSerializer()
    server_time = serializers.DateTimeField()
