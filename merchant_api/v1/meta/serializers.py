from rest_framework import serializers


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


class MetaSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents versions and limits."""

    object = serializers.ChoiceField(choices=["meta"])
    versions = serializers.ListField(child=serializers.CharField())
    default_version = serializers.CharField()
    event_types = serializers.ListField(child=serializers.CharField())
    limits = serializers.DictField(child=serializers.IntegerField())
    server_time = serializers.DateTimeField()
