"""Documentation of issuance bodies; the hot path reads and writes them by hand (request.py, rendering.py)."""

from collections.abc import Mapping

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from merchant_api.purchasers import ADULT, WAYS
from merchant_api.serializers import StrictSerializer
from merchant_api.v1.issuances import examples
from merchant_api.v1.issuances.request import (
    LANGUAGES,
    LASTING,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_NOTES,
    NO_DELIVERY,
    NOTIFY_URL,
)
from platform_core.kernel.money import CURRENCIES
from platform_core.kernel.outbound import MAX_LENGTH
from platform_core.messaging.addresses import LONGEST
from platform_core.messaging.enums import MailStatus
from tenants.catalog.inputs import LONGEST as LONGEST_INPUT
from tenants.catalog.inputs import MOST_FIELDS
from tenants.issuance.enums import DeliveryMethod, FulfillmentPolicy, IssuanceStatus

LARGEST = 10**12


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_FIELDS,
        "additionalProperties": {"type": "string", "maxLength": LONGEST_INPUT},
    }
)
class InputsField(serializers.DictField):
    """Answers to what the SKU asks for (`input_schema`), by name; kept sealed."""

    child = serializers.CharField(max_length=LONGEST_INPUT, allow_blank=True)


class IssuanceLineInput(StrictSerializer):
    """Documents a wanted line."""

    sku = serializers.CharField(max_length=64, help_text="sku_…")
    quantity = serializers.IntegerField(min_value=1, max_value=10_000)
    max_unit_price = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=LARGEST, help_text="Refuse when the price is higher."
    )
    reservation = serializers.CharField(
        required=False, allow_null=True, max_length=64, help_text="rsv_…: issue the codes that were held."
    )
    inputs = InputsField(required=False, allow_null=True)


@extend_schema_field({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]})
class AddressField(serializers.IPAddressField):
    """An IPv4 or IPv6 address."""


class BuyerInput(StrictSerializer):
    """Documents who it is for."""

    ref = serializers.CharField(required=False, allow_blank=True, max_length=80)
    ip = AddressField(required=False)
    identified = serializers.BooleanField(
        required=False,
        help_text="You have name and identity document of the buyer on record: asked for prepaid cards in a name, and from "
        "CNY 10,000 on. We get neither.",
    )
    organisation = serializers.BooleanField(required=False, help_text="An organisation buys, not a person.")
    adult = serializers.ChoiceField(
        choices=ADULT,
        required=False,
        allow_null=True,
        help_text="Game cards are for adults: the buyer told you so, or you verified it (above CNY 100).",
    )
    payment_method = serializers.ChoiceField(
        choices=WAYS,
        required=False,
        allow_null=True,
        help_text="How the buyer paid you: prepaid cards take no credit card.",
    )


class DeliveryInput(StrictSerializer):
    """Documents how the codes reach the buyer: you hand them over or send the link of a page, or we mail it (codes:reveal)."""

    example = {"method": "email", "email": "buyer@example.com", "language": "zh-hans", "expires_in": 604_800}

    method = serializers.ChoiceField(choices=[NO_DELIVERY, *DeliveryMethod.values])
    expires_in = serializers.IntegerField(
        required=False,
        min_value=LASTING[0],
        max_value=LASTING[1],
        help_text="Seconds that the link is good for; 7 days.",
    )
    email = serializers.CharField(
        required=False,
        max_length=LONGEST,
        help_text="Who is mailed the link; kept until the mail is sent, and never shown.",
    )
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, help_text="Of the mail; zh-hans.")


class DeliverySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a delivery: its link shows the codes to whoever has it, until it ends. Every look is recorded.

    An issuance shows its newest, in lists none.
    """

    example = examples.ONE_DELIVERY

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["issuance_delivery"])
    issuance = serializers.CharField()
    method = serializers.ChoiceField(choices=DeliveryMethod.values)
    url = serializers.CharField(allow_null=True, help_text="null for a key that may not see codes in the clear")
    email = serializers.CharField(allow_null=True, help_text="The address, masked.")
    status = serializers.ChoiceField(
        choices=MailStatus.values,
        allow_null=True,
        help_text="Of the mail; null without one. queued: it waits for codes, or for the mail server; sent: the mail server "
        "has it; failed: it was given up.",
    )
    failure = serializers.CharField(
        allow_null=True, help_text="Why it was given up, e.g. SMTPRecipientsRefused 550, no_codes."
    )
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


def check_notes(notes: Mapping[str, str]) -> None:
    """Few enough, with names that are short enough and that PostgreSQL can keep.

    Raises:
        serializers.ValidationError: what is too many or too long.
    """
    if len(notes) > MOST_NOTES:
        raise serializers.ValidationError(f"an object of at most {MOST_NOTES} entries is expected")
    if any(len(name) > LONGEST_NAME or "\0" in name for name in notes):
        raise serializers.ValidationError(f"names of at most {LONGEST_NAME} characters are expected, without a NUL")


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_NOTES,
        "propertyNames": {"maxLength": LONGEST_NAME},
        "additionalProperties": {"type": "string", "maxLength": LONGEST_NOTE},
    }
)
class MetadataField(serializers.DictField):
    """Your own notes, up to 50."""

    child = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, trim_whitespace=False)
    default_validators = (check_notes,)


@extend_schema_field({"type": "string", "format": "uri", "maxLength": MAX_LENGTH, "pattern": f"^{NOTIFY_URL.pattern}$"})
class NotifyUrlField(serializers.CharField):
    """A URL that this platform calls."""


class IssuanceInput(StrictSerializer):
    """Documents the body of an issuance."""

    example = examples.ISSUANCE_INPUT

    external_id = serializers.RegexField(
        r"^[A-Za-z0-9._:-]{1,64}$", help_text="Your own order number; unique for ever."
    )
    lines = serializers.ListField(child=IssuanceLineInput(), min_length=1, max_length=20)
    fulfillment_policy = serializers.ChoiceField(
        choices=FulfillmentPolicy.values,
        required=False,
        help_text="When there are too few codes: refuse; issue what is there (none at all is refused); or issue what is "
        "there and the rest as stock arrives, first come, first served. While somebody waits for a SKU, nobody is served "
        "before them. backorder answers 202.",
    )
    max_total = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=LARGEST)
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES), required=False, allow_null=True)
    notify_url = NotifyUrlField(
        required=False,
        allow_null=True,
        max_length=MAX_LENGTH,
        help_text="Called once the issuance is over (`issuance.completed`, `partially_completed`, `failed`, `canceled`), with "
        "the event as `GET /v1/events/{id}` answers it in the version of this call, signed (Standard Webhooks), up to 10 times "
        "in 76 hours until you answer 2xx. https on port 443 or 8443; with test keys http on 80 or 8080 too. Ever only "
        "addresses on the internet.",
    )
    delivery = DeliveryInput(required=False, allow_null=True)
    buyer = BuyerInput(required=False, allow_null=True)
    metadata = MetadataField(required=False, allow_null=True)


@extend_schema_field({"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Sku"}]})
class SkuOrId(serializers.CharField):
    """sku_…, or the SKU itself where it is expanded."""


class IssuanceLineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an issued line."""

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["issuance_line"])
    sku = SkuOrId(help_text="sku_…, or the SKU itself with expand[]=lines.sku")
    requested = serializers.IntegerField()
    issued = serializers.IntegerField()
    failed = serializers.IntegerField()
    unit_price = serializers.IntegerField()
    discount = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text="Minor units that a coupon of the shop took off the whole line; the issuance's amount is what is left.",
    )
    inputs = serializers.DictField(
        child=serializers.CharField(), allow_null=True, help_text="What the buyer answered; null: was not asked."
    )


class CodeSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a code in the clear."""

    example = examples.ONE_CODE

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["code"])
    line = serializers.CharField()
    sku = serializers.CharField()
    code = serializers.CharField(help_text="Empty where jwe is.")
    card_number = serializers.CharField(required=False)
    jwe = serializers.CharField(
        required=False,
        help_text="For an API key with an encryption_key: compact JWE of this object as it would be in the clear.",
    )
    expires_on = serializers.DateField(allow_null=True)


class CodesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents where the codes are."""

    count = serializers.IntegerField()
    url = serializers.CharField()
    data = CodeSerializer(many=True, required=False)  # type: ignore[assignment]


class BuyerSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents who it was for."""

    ref = serializers.CharField()


class IssuanceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an issuance."""

    example = examples.ONE_ISSUANCE

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["issuance"])
    livemode = serializers.BooleanField()
    external_id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=IssuanceStatus.values)
    quantity = serializers.IntegerField(help_text="Codes asked for.")
    amount = serializers.IntegerField(help_text="Price of the codes that were issued.")
    currency = serializers.CharField()
    lines = IssuanceLineSerializer(many=True)
    codes = CodesSerializer()
    buyer = BuyerSerializer(allow_null=True)
    metadata = serializers.DictField(child=serializers.CharField())
    notify_url = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    operation = serializers.CharField(required=False)
    delivery = DeliverySerializer(required=False)
