"""What the law takes a product for, and what rules ask of prepaid cards and own vouchers, as the API takes and shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from tenants.catalog.card_facts import TERMS
from tenants.catalog.enums import CardNature
from tenants.catalog.models import Product

NATURE = (
    "What the law takes it for: goods (a code for a membership, a licence, a top-up), game (a game card, for adults), prepaid (a "
    "single-purpose prepaid card of somebody else), own_voucher (a voucher that this shop issues and redeems). Rules about cards are "
    "asked where it is not goods."
)
NAMED = "A prepaid card in its buyer's name."
CARD_TERMS = "What rules ask of prepaid cards and own vouchers; given, it replaces all of it, and what is left out has its default."


class CardTermsInput(StrictSerializer):
    """Of prepaid cards and own vouchers."""

    example = {"revivable": True, "cooling_off_days": 7, "refund_within_days": 5}

    revivable = serializers.BooleanField(
        default=False, help_text="What is left on an expired card can be had by reactivating or exchanging it."
    )
    one_good = serializers.BooleanField(default=False, help_text="It buys one specific good alone.")
    filing_number = serializers.CharField(
        default="", allow_blank=True, max_length=40, help_text="Of the issuer's filing with the commerce authority."
    )
    unlisted = serializers.BooleanField(
        default=False, help_text="The merchant is on no list of dishonest or abnormal businesses."
    )
    cooling_off_days = serializers.IntegerField(
        default=0, min_value=0, max_value=365, help_text="Within which an unused voucher goes back."
    )
    refund_within_days = serializers.IntegerField(
        default=30, min_value=0, max_value=365, help_text="In which the money for it is there."
    )
    has_fees = serializers.BooleanField(default=False, help_text="Fees are taken from the card.")
    fees_after_months = serializers.IntegerField(default=0, min_value=0, max_value=1_200, help_text="Without use.")
    fees_a_month = serializers.IntegerField(default=0, min_value=0, max_value=100, help_text="How many.")
    fees_disclosed = serializers.BooleanField(default=False, help_text="Said before the purchase.")


class CardTermsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what rules ask of prepaid cards and own vouchers."""

    revivable = serializers.BooleanField()
    one_good = serializers.BooleanField()
    filing_number = serializers.CharField()
    unlisted = serializers.BooleanField()
    cooling_off_days = serializers.IntegerField()
    refund_within_days = serializers.IntegerField()
    has_fees = serializers.BooleanField()
    fees_after_months = serializers.IntegerField()
    fees_a_month = serializers.IntegerField()
    fees_disclosed = serializers.BooleanField()


class NatureInput(StrictSerializer):
    """Of a product that is made."""

    nature = serializers.ChoiceField(choices=CardNature.choices, default=CardNature.GOODS, help_text=NATURE)
    named = serializers.BooleanField(default=False, help_text=NAMED)
    card_terms = CardTermsInput(required=False, help_text=CARD_TERMS)


class NatureChanges(StrictSerializer):
    """Of a product that is changed."""

    nature = serializers.ChoiceField(choices=CardNature.choices, required=False, help_text=NATURE)
    named = serializers.BooleanField(required=False, help_text=NAMED)
    card_terms = CardTermsInput(required=False, help_text=CARD_TERMS)


class NatureSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents it of a product."""

    nature = serializers.ChoiceField(choices=CardNature.choices, help_text=NATURE)
    named = serializers.BooleanField(help_text=NAMED)
    card_terms = CardTermsSerializer()


def render_nature(product: Product) -> Mapping[str, Any]:
    """It of a product, for the API."""
    return {"nature": product.nature, "named": product.named, "card_terms": {**TERMS, **product.card_terms}}
