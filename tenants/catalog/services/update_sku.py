from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from platform_core.compliance.refusals import kept_refusals
from platform_core.events.catalogue import ProductUpdated, SkuPriceChanged
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.catalog.enums import CodeMode, RedemptionKind
from tenants.catalog.errors import FaceValueFixed, SkuTermsInvalid
from tenants.catalog.facts import TOO_FEW, quantities_fit
from tenants.catalog.inputs import check_schema
from tenants.catalog.locks import find_sku_locked
from tenants.catalog.models import Sku
from tenants.catalog.services.screen_listing import screen_listing
from tenants.catalog.tiers import check_tiers
from tenants.catalog.versions import Versions, check_version, touch

# Not the currency, the code, the code mode or how codes are redeemed: stock, books, orders and codes that are out rest on them.
FIELDS = (
    "name", "face_value", "price", "list_price", "cost", "min_quantity", "max_quantity", "min_days_left",
    "low_stock_threshold", "active", "position", "valid_days", "quantity_multiple", "input_schema",
    "price_tiers",
)  # fmt: skip
SCREENED = frozenset({"face_value", "valid_days", "active"})  # what rules of cards look at


def update_sku(
    *, sku_id: uuid.UUID, changes: Mapping[str, Any], now: dt.datetime, expected: Versions | None = None
) -> Sku:
    """Change a SKU. A new price holds for orders and issuances from now on; what was ordered keeps its price.

    Args:
        changes: some of ``FIELDS``.
        expected: versions that the caller would change; None: whatever it is.

    Raises:
        RecordNotFound, ChangedMeanwhile
        FaceValueFixed: its codes are redeemed by amount.
        InputSchemaInvalid
        RuleRefused, ScreeningUnavailable: it is on sale, and not so.
        SkuTermsInvalid: its codes are not generated, so that their last day is not ours to set; or the least that can be
            bought would be more than the most; or its quantity prices do not fall.
    """
    with kept_refusals(), transaction.atomic():
        sku = find_sku_locked(sku_id)
        if sku is None:
            raise RecordNotFound(id=public_id("sku", sku_id))
        check_version(sku.version, expected)
        before = sku.price
        changed = [name for name in FIELDS if name in changes and getattr(sku, name) != changes[name]]
        _check_terms(sku, changed, changes)
        for name in changed:
            setattr(sku, name, changes[name])
        _check_quantities(sku, changed)
        if sku.active and sku.product.active and SCREENED.intersection(changed):
            screen_listing(product=sku.product, skus=[sku], now=now)
        if changed:
            touch(sku, now)
            sku.sequence += sku.price != before
            sku.save()
            touch(sku.product, now)
            sku.product.save(update_fields=["version", "updated_at"])
            _tell(sku, before, now)
    return sku


def _check_terms(sku: Sku, changed: Collection[str], changes: Mapping[str, Any]) -> None:
    if "face_value" in changed and sku.redemption == RedemptionKind.AMOUNT:
        raise FaceValueFixed(param="face_value")
    if "valid_days" in changed and sku.code_mode != CodeMode.GENERATED:
        raise SkuTermsInvalid(param="valid_days", reason="imported codes bring their own last day")
    if "input_schema" in changed:
        check_schema(changes["input_schema"])
    if "price_tiers" in changed:
        check_tiers(changes["price_tiers"])


def _check_quantities(sku: Sku, changed: Collection[str]) -> None:
    ranged = {"min_quantity", "max_quantity", "quantity_multiple"}.intersection(changed)
    if ranged and not quantities_fit(sku.min_quantity, sku.max_quantity, sku.quantity_multiple):
        raise SkuTermsInvalid(param=min(ranged), reason=TOO_FEW)


def _tell(sku: Sku, before: int, now: dt.datetime) -> None:
    outside, product = public_id("sku", sku.id), public_id("prod", sku.product_id)
    if sku.price != before:
        event = SkuPriceChanged(id=outside, product=product, before=before, after=sku.price, currency=sku.currency)
        publish_event(event, object_id=outside, now=now, sequence=sku.sequence)
    updated = ProductUpdated(id=product, changed=("skus",))
    publish_event(updated, object_id=product, now=now, sequence=sku.product.version)
