"""Documentation of issuance bodies; the hot path reads and writes them by hand (request.py, rendering.py)."""

from rest_framework import serializers


class IssuanceLineInput(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a wanted line."""

    sku = serializers.CharField(help_text="sku_…")
    quantity = serializers.IntegerField(min_value=1, max_value=10_000)
    max_unit_price = serializers.IntegerField(required=False, help_text="Refuse when the price is higher.")
    reservation = serializers.CharField(required=False, help_text="rsv_…: issue the codes that were held.")


class BuyerInput(serializers.Serializer):  # type: ignore[type-arg]
    """Documents who it is for."""

    ref = serializers.CharField(required=False, max_length=80)
    ip = serializers.IPAddressField(required=False)


class IssuanceInput(serializers.Serializer):  # type: ignore[type-arg]
    """Documents the body of an issuance."""

    external_id = serializers.RegexField(
        r"^[A-Za-z0-9._:-]{1,64}$", required=False, help_text="Your order number; required with live keys."
    )
    lines = IssuanceLineInput(many=True, max_length=20)  # type: ignore[call-arg]
    fulfillment_policy = serializers.ChoiceField(choices=["all_or_nothing"], required=False)
    max_total = serializers.IntegerField(required=False)
    currency = serializers.CharField(required=False)
    buyer = BuyerInput(required=False)
    metadata = serializers.DictField(child=serializers.CharField(), required=False)


class IssuanceLineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an issued line."""

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["issuance_line"])
    sku = serializers.CharField()
    requested = serializers.IntegerField()
    issued = serializers.IntegerField()
    failed = serializers.IntegerField()
    unit_price = serializers.IntegerField()


class CodeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a code in the clear."""

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["code"])
    line = serializers.CharField()
    sku = serializers.CharField()
    code = serializers.CharField()
    card_number = serializers.CharField(required=False)
    expires_on = serializers.DateField(allow_null=True)


class CodesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents where the codes are."""

    count = serializers.IntegerField()
    url = serializers.CharField()
    data = CodeSerializer(many=True, required=False)  # type: ignore[assignment]


class IssuanceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an issuance."""

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["issuance"])
    livemode = serializers.BooleanField()
    external_id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=["processing", "completed", "failed", "canceled"])
    quantity = serializers.IntegerField()
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    lines = IssuanceLineSerializer(many=True)
    codes = CodesSerializer()
    metadata = serializers.DictField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    operation = serializers.CharField(required=False)
