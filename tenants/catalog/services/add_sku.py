from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict

from django.db import IntegrityError, transaction

from platform_core.compliance.refusals import kept_refusals
from platform_core.compliance.services.check_listing_right import check_listing_right
from platform_core.entitlements.enums import Limit
from platform_core.events.catalogue import ProductUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.services.check_room import check_room
from tenants.catalog.errors import SkuCodeTaken
from tenants.catalog.locks import find_product_locked
from tenants.catalog.models import Sku
from tenants.catalog.selectors import get_sku_count
from tenants.catalog.services.create_product import SkuDraft
from tenants.catalog.services.screen_listing import screen_listing
from tenants.catalog.versions import touch


def add_sku(*, product_id: uuid.UUID, draft: SkuDraft, now: dt.datetime) -> Sku:
    """Add a face value or variant to a product, behind its others.

    Raises:
        RecordNotFound: no such product.
        SkuCodeTaken, SkuTermsInvalid, ListingFrozen, SubscriptionInactive, LimitReached
        RuleRefused, ScreeningUnavailable: the product is on sale.
    """
    draft.check_terms()
    check_listing_right(now=now)
    try:
        with kept_refusals(), transaction.atomic():
            return _add(product_id, draft, now)
    except IntegrityError as error:  # somebody else made one with this code at the same moment
        if "sku_code" not in str(error):
            raise
        raise SkuCodeTaken(param="sku_code", sku_code=draft.sku_code) from error


def _add(product_id: uuid.UUID, draft: SkuDraft, now: dt.datetime) -> Sku:
    product = find_product_locked(product_id)
    if product is None:
        raise RecordNotFound(id=public_id("prod", product_id))
    if Sku.objects.filter(sku_code=draft.sku_code).exists():
        raise SkuCodeTaken(param="sku_code", sku_code=draft.sku_code)
    if not product.archived:
        check_room(limit=Limit.SKUS, used_by=get_sku_count)
    last = product.skus.order_by("-position").values_list("position", flat=True).first()
    position = 0 if last is None else last + 1
    sku = Sku(product=product, position=position, created_at=now, updated_at=now, **asdict(draft))
    if product.active:
        screen_listing(product=product, skus=[sku], now=now)
    sku.save(force_insert=True)
    touch(product, now)
    product.save(update_fields=["version", "updated_at"])
    outside = public_id("prod", product.id)
    updated = ProductUpdated(id=outside, changed=("skus",))
    publish_event(updated, object_id=outside, now=now, sequence=product.version)
    return sku
