from __future__ import annotations

from rest_framework import serializers

from merchant_api.v1.bulk_voids import examples
from tenants.issuance.enums import BatchItemStatus, BatchStatus, CodeStatus


class BulkVoidItemSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what became of one code of a bulk void."""

    example = examples.BULK_VOID_ITEM

    object = serializers.ChoiceField(choices=["bulk_void_item"])
    index = serializers.IntegerField(help_text="Where it stood in your list.")
    code = serializers.CharField(allow_null=True, help_text="code_…; null where you named something that is no id.")
    status = serializers.ChoiceField(choices=BatchItemStatus.values, help_text="skipped: not tried.")
    voided = serializers.BooleanField()
    state = serializers.ChoiceField(choices=CodeStatus.values, allow_null=True, help_text="When its turn was over.")
    problem = serializers.CharField(allow_null=True, help_text="The error code that a void of it alone would answer.")


class BulkVoidSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a void of many codes."""

    example = examples.BULK_VOID

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["bulk_void"])
    livemode = serializers.BooleanField()
    status = serializers.ChoiceField(choices=BatchStatus.values)
    total = serializers.IntegerField()
    voided = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Not tried: it was cancelled, or its key was revoked.")
    pending = serializers.IntegerField()
    reason = serializers.CharField()
    operation = serializers.CharField(allow_null=True, help_text="op_…, of more than 100 codes.")
    items_url = serializers.CharField()
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)


class NamedItemSerializer(BulkVoidItemSerializer):
    """Documents what became of one code, under the name that the request gave it."""

    code = serializers.CharField()


class BulkVoidDoneSerializer(BulkVoidSerializer):
    """Documents a void of up to 100 codes, with what became of each."""

    example = examples.BULK_VOID_DONE

    items = NamedItemSerializer(many=True)
