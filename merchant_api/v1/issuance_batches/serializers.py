"""Documentation of batches; their bodies are read and written by hand (request.py, rendering.py)."""

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.issuance_batches import examples
from merchant_api.v1.issuances.serializers import IssuanceInput
from tenants.issuance.enums import Atomicity, BatchItemStatus, BatchStatus


class BatchInput(StrictSerializer):
    """Documents the body of a batch."""

    example = examples.BATCH_INPUT

    atomicity = serializers.ChoiceField(
        choices=Atomicity.values,
        required=False,
        help_text="independent (up to 1,000 issuances and 10,000 codes): each succeeds or fails by itself. all_or_nothing "
        "(up to 100 and 1,000): if one cannot be made, none is.",
    )
    issuances = serializers.ListField(child=IssuanceInput(), min_length=1, max_length=1_000)


class BatchItemSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an item of a batch, in input order."""

    example = examples.ONE_ITEM

    object = serializers.ChoiceField(choices=["issuance_batch_item"])
    index = serializers.IntegerField()
    external_id = serializers.CharField()
    status = serializers.ChoiceField(choices=BatchItemStatus.values)
    issuance = serializers.CharField(allow_null=True)
    replayed = serializers.BooleanField(
        help_text="It was issued before, by the same request alone or in another batch."
    )
    problem = serializers.DictField(
        allow_null=True, help_text="As the call by itself would have answered, with `outcome`."
    )


class BatchCountsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents how many items are where."""

    total = serializers.IntegerField()
    pending = serializers.IntegerField()
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Never tried: cancelled, or refused as a whole.")


class BatchSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a batch."""

    example = examples.ONE_BATCH

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["issuance_batch"])
    livemode = serializers.BooleanField()
    atomicity = serializers.ChoiceField(choices=Atomicity.values)
    status = serializers.ChoiceField(choices=BatchStatus.values)
    counts = BatchCountsSerializer()
    operation = serializers.CharField()
    items_url = serializers.CharField()
    items = BatchItemSerializer(many=True, required=False)
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
