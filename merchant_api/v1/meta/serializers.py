from rest_framework import serializers


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

    object = serializers.ChoiceField(choices=["ping"])
    tenant = serializers.CharField()
    store = serializers.CharField()
    livemode = serializers.BooleanField()
    key_id = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    version = serializers.CharField()
    server_time = serializers.DateTimeField()
    ip = serializers.CharField()
    rate_limits = RateLimitsSerializer(allow_null=True, help_text="of your plan; null: none")


class MetaSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents versions and limits."""

    object = serializers.ChoiceField(choices=["meta"])
    versions = serializers.ListField(child=serializers.CharField())
    default_version = serializers.CharField()
    event_types = serializers.ListField(child=serializers.CharField())
    limits = serializers.DictField(child=serializers.IntegerField())
    rate_limits = RateLimitsSerializer(help_text="of the default plan; yours are in /v1/ping")
    server_time = serializers.DateTimeField()
