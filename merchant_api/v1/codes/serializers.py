from __future__ import annotations

from typing import Any

from rest_framework import serializers

from merchant_api.problems import ApiProblem
from merchant_api.serializers import StrictSerializer
from merchant_api.v1.codes import examples
from merchant_api.v1.issuances.serializers import LARGEST, MetadataField
from tenants.catalog.enums import RedemptionKind
from tenants.issuance.enums import CodeStatus, CodeVerb, RedemptionStatus

WHY = "Written into the history of the code."
# Why a code is not valid.
REASONS = [
    "ok", "not_found", "not_issued", "not_activated", "suspended", "recalled", "voided", "expired", "already_redeemed",
]  # fmt: skip


class ShownCode(StrictSerializer):
    """A code that somebody shows: by what is secret of it, where it was imported with a card number together with that."""

    code = serializers.CharField(
        max_length=1024,
        required=False,
        trim_whitespace=False,
        help_text="What is secret of it; of our own making in any writing.",
    )
    serial = serializers.CharField(
        max_length=255,
        required=False,
        trim_whitespace=False,
        help_text="Its card number, for codes that were imported with one; or the serial number of one of our own making.",
    )
    pin = serializers.CharField(
        max_length=1024,
        required=False,
        trim_whitespace=False,
        help_text="With `serial`, in place of `code`: what is secret of a card that bears a number and a PIN.",
    )
    by_serial_alone = False

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """``code`` is what is secret of it, however it was named; without it a serial number must do."""
        if "pin" in attrs and ("code" in attrs or "serial" not in attrs):
            raise ApiProblem("code_not_named", param="pin")
        attrs["code"] = attrs.pop("pin", attrs.get("code"))
        if attrs["code"] is None and not (self.by_serial_alone and "serial" in attrs):
            raise ApiProblem("code_not_named", param="code")
        return attrs


class ValidateInput(ShownCode):
    """Is it worth something? ``serial`` alone asks without showing the secret."""

    example = examples.VALIDATE_INPUT
    by_serial_alone = True

    context = MetadataField(  # type: ignore[assignment]
        required=False, allow_null=True, help_text="Yours; it comes back in the answer and is not kept."
    )


class RedeemInput(ShownCode):
    """What is taken of it. Without amount or units: all that is left of a balance, or one use."""

    example = examples.REDEEM_INPUT

    amount = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, allow_null=True)
    units = serializers.IntegerField(min_value=1, max_value=10**6, required=False, allow_null=True)
    external_id = serializers.RegexField(
        r"^[A-Za-z0-9._:-]{1,64}$", required=False, allow_null=True, help_text="Your own number; unique for ever."
    )
    context = MetadataField(required=False, allow_null=True)  # type: ignore[assignment]


class ReasonInput(StrictSerializer):
    """Why."""

    example = examples.REASON_INPUT

    reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", trim_whitespace=False, help_text=WHY
    )


class GivenReasonInput(StrictSerializer):
    """Why; what cannot be taken back needs a reason."""

    example = examples.REASON_INPUT

    reason = serializers.CharField(max_length=200, trim_whitespace=False, help_text=WHY)


class BulkVoidInput(GivenReasonInput):
    """Which codes, and why."""

    example = examples.BULK_VOID_INPUT

    codes = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=10_000, help_text="code_…"
    )


class StoredCodeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a code without what it says."""

    example = examples.STORED_CODE

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["code"])
    livemode = serializers.BooleanField()
    display = serializers.CharField(help_text="Its end, e.g. ****-E304.")
    serial = serializers.CharField(
        allow_null=True,
        help_text="Of generated codes; of imported ones where you asked by it. Names a code without giving it away.",
    )
    state = serializers.ChoiceField(choices=CodeStatus.values)
    sku = serializers.CharField()
    issuance = serializers.CharField(allow_null=True)
    line = serializers.CharField(allow_null=True)
    # "import" is a word of Python: see get_fields.
    redemption = serializers.ChoiceField(choices=RedemptionKind.values)
    balance = serializers.IntegerField(allow_null=True)
    units_left = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    expires_on = serializers.DateField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """The fields, and ``import``."""
        return {**super().get_fields(), "import": serializers.CharField(allow_null=True)}


class ValidationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents whether a code is worth something. ``code`` says why not."""

    example = examples.VALIDATION

    object = serializers.ChoiceField(choices=["validation"])
    livemode = serializers.BooleanField()
    valid = serializers.BooleanField()
    code = serializers.ChoiceField(choices=REASONS)
    id = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=CodeStatus.values, allow_null=True)
    sku = serializers.CharField(allow_null=True)
    redemption = serializers.ChoiceField(choices=RedemptionKind.values, allow_null=True)
    balance = serializers.IntegerField(allow_null=True)
    units_left = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    context = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]


class CodeStepSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a step in the history of a code."""

    example = examples.CODE_STEP

    object = serializers.ChoiceField(choices=["code_step"])
    code = serializers.CharField()
    number = serializers.IntegerField()
    verb = serializers.ChoiceField(choices=CodeVerb.values)
    from_state = serializers.ChoiceField(choices=CodeStatus.values)
    to_state = serializers.ChoiceField(choices=CodeStatus.values)
    value = serializers.IntegerField(allow_null=True, help_text="Minor units or uses, taken from it or put back.")
    left = serializers.IntegerField(allow_null=True)
    subject = serializers.CharField(allow_null=True, help_text="void_…, rdm_…, rvs_…, rpl_… or rfd_…")
    actor = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class ReversalSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents that a redemption was taken back."""

    id = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class RedemptionSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a redemption."""

    example = examples.ONE_REDEMPTION

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["redemption"])
    livemode = serializers.BooleanField()
    status = serializers.ChoiceField(choices=RedemptionStatus.values)
    external_id = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    sku = serializers.CharField()
    amount = serializers.IntegerField(allow_null=True)
    units = serializers.IntegerField(allow_null=True)
    balance_after = serializers.IntegerField(allow_null=True)
    units_left_after = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    context = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]
    reversal = ReversalSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class ReplacementSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a replacement. The new code is read with the codes of ``issuance``."""

    example = examples.REPLACEMENT

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["replacement"])
    livemode = serializers.BooleanField()
    code = serializers.CharField()
    new_code = serializers.CharField()
    issuance = serializers.CharField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
