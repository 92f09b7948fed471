from __future__ import annotations

from typing import Any

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.issuances.serializers import LARGEST
from merchant_api.v1.refunds import examples
from platform_core.kernel.ids import public_id
from tenants.issuance.enums import Disposition, RefundStatus
from tenants.issuance.models import Refund
from tenants.issuance.selectors import NAMED_CODES
from tenants.issuance.services.refund_issuance import AT_ONCE


class RefundInput(StrictSerializer):
    """What is refunded: an issuance, or some of its codes."""

    example = examples.REFUND_INPUT

    external_id = serializers.RegexField(
        r"^[A-Za-z0-9._:-]{1,64}$", help_text="Your own refund number; unique for ever."
    )
    issuance = serializers.CharField(max_length=64, help_text="iss_…")
    codes = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        min_length=1,
        max_length=10_000,
        help_text="code_…, of this issuance; left out: all of it.",
    )
    amount = serializers.IntegerField(
        min_value=0,
        max_value=LARGEST,
        required=False,
        allow_null=True,
        help_text="Left out: what was paid for it, less what was refunded before.",
    )
    disposition = serializers.ChoiceField(
        choices=Disposition.choices,
        help_text="void: the codes are worthless from now on; keep: their buyer keeps them. None goes back on sale.",
    )
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="", trim_whitespace=False)


class RefundFailureSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what stood in a refund's way."""

    problem = serializers.CharField(help_text="The error code.")
    code = serializers.CharField(allow_null=True, help_text="code_…")


class RefundSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a refund."""

    example = examples.ONE_REFUND

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["refund"])
    livemode = serializers.BooleanField()
    status = serializers.ChoiceField(choices=RefundStatus.values)
    external_id = serializers.CharField()
    issuance = serializers.CharField()
    codes = serializers.ListField(
        child=serializers.CharField(),
        max_length=NAMED_CODES,
        help_text="The first of them; all: `GET /v1/codes?refund=`. None once it failed.",
    )
    code_count = serializers.IntegerField()
    operation = serializers.CharField(allow_null=True, help_text="op_…, where more than 100 codes are voided.")
    failure = RefundFailureSerializer(allow_null=True, help_text="Why it failed; nothing was refunded.")
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    disposition = serializers.ChoiceField(choices=Disposition.values)
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


def render_refund(row: Refund, *, livemode: bool) -> dict[str, Any]:
    """A refund."""
    failed = row.failed_code_id
    large = row.disposition == Disposition.VOID and row.codes > AT_ONCE
    return {
        "id": public_id("rfd", row.id),
        "object": "refund",
        "livemode": livemode,
        "status": row.status,
        "external_id": row.external_id,
        "issuance": public_id("iss", row.issuance_id),
        "codes": [public_id("code", each.code_id) for each in row.first_refunded],  # type: ignore[attr-defined] # list_refunds
        "code_count": row.codes,
        "operation": public_id("op", row.id) if large else None,
        "failure": {"problem": row.failure, "code": public_id("code", failed) if failed else None}
        if row.failure
        else None,
        "amount": row.amount,
        "currency": row.currency,
        "disposition": row.disposition,
        "reason": row.reason,
        "created_at": row.created_at,
    }
