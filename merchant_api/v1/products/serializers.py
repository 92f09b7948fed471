from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from merchant_api.card_terms import NatureChanges, NatureInput, NatureSerializer, render_nature
from merchant_api.serializers import StrictSerializer
from merchant_api.v1.products import examples
from platform_core.kernel.ids import public_id
from platform_core.kernel.money import CURRENCIES
from tenants.catalog.enums import CodeMode, Fulfilment, InputType, ProductKind, PurchaseMode, RedemptionKind
from tenants.catalog.inputs import LONGEST, MOST_FIELDS, MOST_OPTIONS, NAME
from tenants.catalog.models import Product, Sku

REVEAL_LIMIT = (
    "How often each code may be read in the clear through the API, the answer that issues it included; null: no limit."
)


PACKS = "Only whole multiples of it are sold."
INPUT_SCHEMA = "What the buyer is asked for, e.g. the account to top up: answered in `lines[].inputs` of an issuance."

PURCHASE_MODE = "In the shop: whether codes are held for an order, or taken when it is paid."
FULFILMENT = "In the shop: whether codes are delivered with the payment, or by a person."


class InputFieldInput(StrictSerializer):
    """Something that a buyer is asked for."""

    name = serializers.RegexField(f"^{NAME.pattern}$")
    label = serializers.CharField(max_length=40)  # type: ignore[assignment]
    label_en = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    type = serializers.ChoiceField(
        choices=InputType.choices,
        default=InputType.TEXT,
        help_text="digits: 0-9 alone; phone: 7 to 15 digits, + before them if need be; select: one of the options.",
    )
    required = serializers.BooleanField(default=True)  # type: ignore[assignment]
    max_length = serializers.IntegerField(min_value=1, max_value=LONGEST, default=LONGEST)
    options = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=MOST_OPTIONS, required=False, default=list
    )


class InputFieldSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a field that a buyer is asked for."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    label_en = serializers.CharField()
    type = serializers.ChoiceField(choices=InputType.choices)
    required = serializers.BooleanField()  # type: ignore[assignment]
    max_length = serializers.IntegerField()
    options = serializers.ListField(child=serializers.CharField())


def schema_field(**options: Any) -> serializers.ListField:
    """The fields of a SKU, as a body gives them."""
    return serializers.ListField(
        child=InputFieldInput(), max_length=MOST_FIELDS, required=False, help_text=INPUT_SCHEMA, **options
    )


class SkuInput(StrictSerializer):
    """A face value or variant. Money in minor units (分)."""

    example = examples.SKU_INPUT

    sku_code = serializers.RegexField(r"^[A-Za-z0-9._:-]{1,64}$")
    name = serializers.CharField(max_length=80)
    face_value = serializers.IntegerField(min_value=0, max_value=10**12, default=0)
    price = serializers.IntegerField(min_value=0, max_value=10**12)
    list_price = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    cost = serializers.IntegerField(min_value=0, max_value=10**12, default=0)
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES), default="CNY")
    code_mode = serializers.ChoiceField(
        choices=CodeMode.choices,
        default=CodeMode.SINGLE,
        help_text="single and shared codes are imported; generated ones are made when they are issued.",
    )
    redemption = serializers.ChoiceField(
        choices=RedemptionKind.choices,
        default=RedemptionKind.NONE,
        help_text="amount: a balance that begins with face_value; units: so many uses. For ever.",
    )
    units = serializers.IntegerField(min_value=0, max_value=10**6, default=0)
    needs_activation = serializers.BooleanField(
        default=False, help_text="Issued codes cannot be redeemed before they are activated."
    )
    valid_days = serializers.IntegerField(
        min_value=1, max_value=36_500, required=False, allow_null=True, help_text="Of generated codes; null: for ever."
    )
    min_quantity = serializers.IntegerField(min_value=1, max_value=10_000, default=1)
    max_quantity = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    min_days_left = serializers.IntegerField(min_value=0, max_value=3650, default=0)
    quantity_multiple = serializers.IntegerField(min_value=1, max_value=10_000, default=1, help_text=PACKS)
    input_schema = schema_field(default=list)


class SkuOfProductInput(SkuInput):
    """A SKU for a product that is there."""

    example = examples.SKU_OF_PRODUCT_INPUT

    product = serializers.CharField(max_length=64, help_text="prod_…")


class SkuChanges(StrictSerializer):
    """What can be changed of a SKU: not its code, its currency and its codes' terms, on which stock and books rest."""

    example = examples.SKU_CHANGES

    name = serializers.CharField(max_length=80, required=False)
    face_value = serializers.IntegerField(min_value=0, max_value=10**12, required=False)
    price = serializers.IntegerField(min_value=0, max_value=10**12, required=False)
    list_price = serializers.IntegerField(min_value=0, max_value=10**12, required=False, allow_null=True)
    cost = serializers.IntegerField(min_value=0, max_value=10**12, required=False)
    min_quantity = serializers.IntegerField(min_value=1, max_value=10_000, required=False)
    max_quantity = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    min_days_left = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    quantity_multiple = serializers.IntegerField(min_value=1, max_value=10_000, required=False, help_text=PACKS)
    input_schema = schema_field()
    low_stock_threshold = serializers.IntegerField(min_value=0, max_value=10**9, required=False)
    active = serializers.BooleanField(required=False)
    position = serializers.IntegerField(min_value=0, max_value=10**6, required=False)
    valid_days = serializers.IntegerField(min_value=1, max_value=36_500, required=False, allow_null=True)


class ProductChanges(NatureChanges):
    """What can be changed of a product. ``active: false`` archives it."""

    example = examples.PRODUCT_CHANGES

    name = serializers.CharField(max_length=120, required=False)
    name_en = serializers.CharField(max_length=120, required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=ProductKind.choices, required=False)
    brand = serializers.CharField(max_length=60, required=False, allow_blank=True)
    summary = serializers.CharField(max_length=200, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    instructions = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    category = serializers.CharField(
        max_length=40, required=False, allow_null=True, allow_blank=True, help_text="A category's slug."
    )
    reveal_limit = serializers.IntegerField(
        min_value=1, max_value=1_000, required=False, allow_null=True, help_text=REVEAL_LIMIT
    )
    purchase_mode = serializers.ChoiceField(choices=PurchaseMode.choices, required=False, help_text=PURCHASE_MODE)
    fulfilment = serializers.ChoiceField(choices=Fulfilment.choices, required=False, help_text=FULFILMENT)
    active = serializers.BooleanField(required=False)
    pinned = serializers.BooleanField(required=False)
    position = serializers.IntegerField(min_value=0, max_value=10**6, required=False)


class ProductInput(NatureInput):
    """A product with its SKUs."""

    example = examples.PRODUCT_INPUT

    name = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=ProductKind.choices, default=ProductKind.GIFT_CARD)
    brand = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    summary = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    instructions = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    category = serializers.CharField(
        max_length=40, required=False, allow_null=True, allow_blank=True, help_text="A category's slug."
    )
    reveal_limit = serializers.IntegerField(
        min_value=1, max_value=1_000, required=False, allow_null=True, help_text=REVEAL_LIMIT
    )
    purchase_mode = serializers.ChoiceField(choices=PurchaseMode.choices, required=False, help_text=PURCHASE_MODE)
    fulfilment = serializers.ChoiceField(choices=Fulfilment.choices, required=False, help_text=FULFILMENT)
    active = serializers.BooleanField(
        default=True, help_text="On sale at once; else a draft, of which no rule is asked yet."
    )
    skus = serializers.ListField(child=SkuInput(), min_length=1, max_length=200)


class SkuSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a SKU."""

    example = examples.ONE_SKU

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["sku"])
    product = serializers.CharField()
    sku_code = serializers.CharField()
    name = serializers.CharField()
    face_value = serializers.IntegerField()
    price = serializers.IntegerField()
    list_price = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField()
    code_mode = serializers.ChoiceField(choices=CodeMode.choices)
    redemption = serializers.ChoiceField(choices=RedemptionKind.choices)
    units = serializers.IntegerField()
    needs_activation = serializers.BooleanField()
    valid_days = serializers.IntegerField(allow_null=True)
    limits = serializers.DictField(child=serializers.IntegerField())
    input_schema = InputFieldSerializer(many=True)
    min_days_left = serializers.IntegerField()
    low_stock_threshold = serializers.IntegerField()
    active = serializers.BooleanField()
    position = serializers.IntegerField()
    version = serializers.IntegerField()
    livemode = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProductSerializer(NatureSerializer):
    """Documents a product."""

    example = examples.ONE_PRODUCT

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["product"])
    name = serializers.CharField()
    name_en = serializers.CharField()
    kind = serializers.CharField()
    brand = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField()
    instructions = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    reveal_limit = serializers.IntegerField(allow_null=True, help_text=REVEAL_LIMIT)
    purchase_mode = serializers.ChoiceField(choices=PurchaseMode.choices, help_text=PURCHASE_MODE)
    fulfilment = serializers.ChoiceField(choices=Fulfilment.choices, help_text=FULFILMENT)
    active = serializers.BooleanField()
    pinned = serializers.BooleanField()
    position = serializers.IntegerField()
    version = serializers.IntegerField()
    livemode = serializers.BooleanField()
    skus = SkuSerializer(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


def render_sku(sku: Sku, *, livemode: bool) -> Mapping[str, Any]:
    """A SKU for the API."""
    return {
        "id": public_id("sku", sku.id),
        "object": "sku",
        "product": public_id("prod", sku.product_id),
        "sku_code": sku.sku_code,
        "name": sku.name,
        "face_value": sku.face_value,
        "price": sku.price,
        "list_price": sku.list_price,
        "currency": sku.currency,
        "code_mode": sku.code_mode,
        "redemption": sku.redemption,
        "units": sku.units,
        "needs_activation": sku.needs_activation,
        "valid_days": sku.valid_days,
        "limits": {"min": sku.min_quantity, "max": sku.max_quantity or 10_000, "multiple": sku.quantity_multiple},
        "input_schema": [{name: field[name] for name in field if name != "placeholder"} for field in sku.input_schema],
        "min_days_left": sku.min_days_left,
        "low_stock_threshold": sku.low_stock_threshold,
        "active": sku.active,
        "position": sku.position,
        "version": sku.version,
        "livemode": livemode,
        "created_at": sku.created_at,
        "updated_at": sku.updated_at,
    }


def render_product(product: Product, *, livemode: bool) -> Mapping[str, Any]:
    """A product with its SKUs (prefetched) for the API."""
    return {
        "id": public_id("prod", product.id),
        "object": "product",
        "name": product.name,
        "name_en": product.name_en,
        "kind": product.kind,
        "brand": product.brand,
        "summary": product.summary,
        "description": product.description,
        "instructions": product.instructions,
        "category": product.category.slug if product.category else None,
        "reveal_limit": product.reveal_limit,
        "purchase_mode": product.purchase_mode,
        "fulfilment": product.fulfilment,
        **render_nature(product),
        "active": product.active,
        "pinned": product.pinned,
        "position": product.position,
        "version": product.version,
        "livemode": livemode,
        "skus": [render_sku(sku, livemode=livemode) for sku in product.skus.all()],
        "created_at": product.created_at,
        "updated_at": product.updated_at,
    }
