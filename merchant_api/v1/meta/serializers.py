from __future__ import annotations

from typing import Any

from rest_framework import serializers

from merchant_api.v1.meta import examples
from merchant_api.versions.calendar import Version
from platform_core.entitlements.enums import Standing


class RateLimitsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Requests a second by kind of operation, and requests at the same time."""

    read = serializers.IntegerField()
    write = serializers.IntegerField()
    reveal = serializers.IntegerField()
    redeem = serializers.IntegerField(help_text="validate and redeem together")
    concurrency = serializers.IntegerField()
    key_share = serializers.IntegerField(help_text="percent of each rate that one key may use")


class PlanLimitsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """How much a merchant may have; null: as much as it likes."""

    skus = serializers.IntegerField(allow_null=True, help_text="Archived products apart; in each mode.")
    staff = serializers.IntegerField(allow_null=True, help_text="Members and open invitations.")
    codes_per_month = serializers.IntegerField(
        allow_null=True, help_text="Issued in a calendar month of the shop's time zone, in live mode."
    )
    webhook_endpoints = serializers.IntegerField(allow_null=True, help_text="In each mode.")
    storage_mb = serializers.IntegerField(allow_null=True, help_text="As measured once a day.")
    custom_domain = serializers.BooleanField(help_text="May the shop have a domain of its own?")


class PlanUsedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """How much of it a merchant has; null: it is not counted, for there is no limit."""

    skus = serializers.IntegerField(allow_null=True)
    staff = serializers.IntegerField(allow_null=True)
    codes_per_month = serializers.IntegerField(allow_null=True)
    webhook_endpoints = serializers.IntegerField(allow_null=True)
    storage_mb = serializers.IntegerField(allow_null=True)


class PlanSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What a merchant's subscription lets it do."""

    code = serializers.CharField()
    standing = serializers.ChoiceField(
        choices=Standing.values,
        help_text="`grace`: a bill is late, everything works. `read_only`: what is on sale sells, nothing new is put up. "
        "`suspended`: every call but this one answers 402.",
    )
    limits = PlanLimitsSerializer()
    used = PlanUsedSerializer()
    upgrade_url = serializers.CharField(help_text="Where the shop's owner pays, or takes a larger plan.")


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
    plan = PlanSerializer(allow_null=True, help_text="null: without a plan there are no limits")


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
