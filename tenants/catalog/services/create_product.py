from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from platform_core.compliance.services.check_listing_right import check_listing_right
from platform_core.entitlements.enums import Limit
from platform_core.events.catalogue import ProductCreated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.services.check_room import check_room
from tenants.catalog.enums import CardNature, CodeMode, Fulfilment, ProductKind, PurchaseMode, RedemptionKind
from tenants.catalog.errors import SkuCodeTaken, SkuTermsInvalid
from tenants.catalog.facts import TOO_FEW, quantities_fit
from tenants.catalog.inputs import check_schema
from tenants.catalog.models import Product, Sku
from tenants.catalog.product_words import READ_ANEW
from tenants.catalog.selectors import get_category, get_sku_count
from tenants.catalog.services.index_product import index_product
from tenants.catalog.services.request_text_review import request_text_review
from tenants.catalog.services.screen_listing import screen_listing
from tenants.catalog.tiers import check_tiers


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU to be made; money in minor units of ``currency``."""

    sku_code: str
    name: str
    price: int
    face_value: int = 0
    list_price: int | None = None
    cost: int = 0
    currency: str = "CNY"
    code_mode: str = CodeMode.SINGLE
    redemption: str = RedemptionKind.NONE
    units: int = 0
    needs_activation: bool = False
    valid_days: int | None = None
    min_quantity: int = 1
    max_quantity: int = 0
    min_days_left: int = 0
    quantity_multiple: int = 1
    input_schema: list[dict[str, Any]] = field(default_factory=list)
    price_tiers: list[list[int]] = field(default_factory=list)
    low_stock_threshold: int = 20

    def check_terms(self) -> None:
        """How its codes are made and redeemed must fit together.

        Raises:
            SkuTermsInvalid, InputSchemaInvalid
        """
        check_schema(self.input_schema)
        check_tiers(self.price_tiers)
        redeemed, made = self.redemption != RedemptionKind.NONE, self.code_mode == CodeMode.GENERATED
        for refused, param, reason in (
            (made and not redeemed, "redemption", "generated codes are redeemed by amount or by units"),
            (self.code_mode == CodeMode.SHARED and redeemed, "redemption", "a shared code belongs to many buyers"),
            (self.redemption == RedemptionKind.AMOUNT and not self.face_value, "face_value", "redeemed by amount"),
            ((self.redemption == RedemptionKind.UNITS) != bool(self.units), "units", "goes with redemption by units"),
            (self.needs_activation and not redeemed, "needs_activation", "only codes that are redeemed are activated"),
            (
                not quantities_fit(self.min_quantity, self.max_quantity, self.quantity_multiple),
                "min_quantity",
                TOO_FEW,
            ),
            (self.valid_days is not None and not made, "valid_days", "imported codes bring their own last day"),
        ):
            if refused:
                raise SkuTermsInvalid(param=param, reason=reason)


def _product_slug(name: str) -> str:
    """An address for a product: its pinyin, and six random characters so that two of a name can stand side by side."""
    from pypinyin import lazy_pinyin  # see index_product

    spelled = re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(name)).lower()).strip("-")[:60].strip("-")
    return f"{spelled}-{secrets.token_hex(3)}".lstrip("-")


def create_product(
    *,
    name: str,
    skus: Sequence[SkuDraft],
    now: dt.datetime,
    name_en: str = "",
    kind: str = ProductKind.GIFT_CARD,
    brand: str = "",
    summary: str = "",
    description: str = "",
    instructions: str = "",
    refund_rules: str = "",
    category_slug: str | None = None,
    active: bool = True,
    reveal_limit: int | None = None,
    purchase_mode: str = PurchaseMode.RESERVE_FIRST,
    fulfilment: str = Fulfilment.AUTOMATIC,
    nature: str = CardNature.GOODS,
    named: bool = False,
    card_terms: Mapping[str, bool | int | str] | None = None,
) -> Product:
    """Put a product with its SKUs into the catalogue.

    Args:
        nature, named, card_terms: what the law takes it for; see ``card_facts``.
        reveal_limit: how often a code may be read in the clear through the API; None: as often as anybody likes.

    Raises:
        SkuCodeTaken, CategoryUnknown, SkuTermsInvalid, SubscriptionInactive, LimitReached
        ListingFrozen, RuleRefused, ScreeningUnavailable: it would be on sale.
    """
    _check(skus, active=active, now=now)
    words = {
        "name": name, "name_en": name_en, "brand": brand, "summary": summary, "description": description,
        "instructions": instructions, "refund_rules": refund_rules,
    }  # fmt: skip
    sold = {
        "kind": kind, "active": active, "reveal_limit": reveal_limit, "purchase_mode": purchase_mode, "fulfilment": fulfilment,
        "nature": nature, "named": named, "card_terms": dict(card_terms or {}),
    }  # fmt: skip
    category = get_category(category_slug) if category_slug else None
    product = Product(**words, **sold, slug=_product_slug(name), category=category, created_at=now, updated_at=now)
    made = _drafted(product, skus, now)
    with transaction.atomic():
        _take_room(skus)
        index_product(product=product)
        product.save(force_insert=True)
        _tell(product, _add_skus(made), now)
        request_text_review(product=product, changed=READ_ANEW, now=now)
    return product


def _drafted(product: Product, skus: Sequence[SkuDraft], now: dt.datetime) -> list[Sku]:
    """Its SKUs, not stored yet; of what would be on sale the rules are asked first."""
    made = [
        Sku(product=product, position=number, created_at=now, updated_at=now, **asdict(draft))
        for number, draft in enumerate(skus)
    ]
    if product.active:
        screen_listing(product=product, skus=made, now=now)
    return made


def _check(skus: Sequence[SkuDraft], *, active: bool, now: dt.datetime) -> None:
    for sku in skus:
        sku.check_terms()
    if active:
        check_listing_right(now=now)


def _take_room(skus: Sequence[SkuDraft]) -> None:
    """Their codes are free, and the plan has room for them."""
    codes = [sku.sku_code for sku in skus]
    taken = Sku.objects.filter(sku_code__in=codes).values_list("sku_code", flat=True).first()
    if taken or len(set(codes)) < len(codes):
        raise SkuCodeTaken(param="skus", sku_code=taken or "twice")
    check_room(limit=Limit.SKUS, used_by=get_sku_count, more=len(skus))


def _add_skus(made: Sequence[Sku]) -> list[Sku]:
    try:
        return Sku.objects.bulk_create(made)
    except IntegrityError as error:  # somebody else made one with such a code at the same moment
        if "sku_code" not in str(error):
            raise
        raise SkuCodeTaken(param="skus", sku_code="at the same moment") from error


def _tell(product: Product, skus: Sequence[Sku], now: dt.datetime) -> None:
    outside = public_id("prod", product.id)
    event = ProductCreated(id=outside, name=product.name, skus=tuple(public_id("sku", sku.id) for sku in skus))
    publish_event(event, object_id=outside, now=now)
