from __future__ import annotations

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.issuances.serializers import InputsField
from merchant_api.v1.quotes import examples
from platform_core.kernel.money import CURRENCIES

LARGEST = 10**12


class QuoteLineInput(StrictSerializer):
    """What would be issued."""

    sku = serializers.CharField(max_length=64)
    quantity = serializers.IntegerField(min_value=1, max_value=10_000)
    max_unit_price = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False, allow_null=True)
    inputs = InputsField(required=False, allow_null=True)


class QuoteInput(StrictSerializer):
    """The lines of an issuance, to be asked about."""

    example = examples.QUOTE_INPUT

    lines = serializers.ListField(child=QuoteLineInput(), min_length=1, max_length=20)
    max_total = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False, allow_null=True)
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES), required=False, allow_null=True)


class QuoteLineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a line of a quote: ``problem`` is the code that an issuance would be refused with."""

    object = serializers.ChoiceField(choices=["quote_line"])
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = serializers.IntegerField(allow_null=True)
    amount = serializers.IntegerField(allow_null=True)
    available = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField(allow_null=True)
    param = serializers.CharField(allow_null=True)


class QuoteSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a quote."""

    example = examples.ONE_QUOTE

    object = serializers.ChoiceField(choices=["quote"])
    livemode = serializers.BooleanField()
    issuable = serializers.BooleanField()
    lines = QuoteLineSerializer(many=True)
    amount = serializers.IntegerField()
    currency = serializers.CharField(allow_null=True)
    problem = serializers.CharField(allow_null=True)
    as_of = serializers.DateTimeField()
