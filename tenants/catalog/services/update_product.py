from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from platform_core.compliance.refusals import kept_refusals
from platform_core.compliance.services.check_listing_right import check_listing_right
from platform_core.entitlements.enums import Limit
from platform_core.events.catalogue import ProductArchived, ProductUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.services.check_room import check_room
from tenants.catalog.locks import find_product_locked
from tenants.catalog.models import Occasion, Product, Tag
from tenants.catalog.selectors import get_category, get_sku_count
from tenants.catalog.services.index_product import index_product
from tenants.catalog.services.request_text_review import request_text_review
from tenants.catalog.services.screen_listing import screen_listing
from tenants.catalog.versions import Versions, check_version, touch

FIELDS = (
    "name", "name_en", "kind", "brand", "summary", "description", "instructions", "refund_rules", "active", "pinned",
    "position", "reveal_limit", "purchase_mode", "fulfilment", "archived", "stock_display", "pictures", "nature", "named", "card_terms",
)  # fmt: skip
SCREENED = frozenset({"active", "nature", "named", "card_terms"})  # what rules of cards look at
GROUPS: dict[str, type[Occasion] | type[Tag]] = {"occasions": Occasion, "tags": Tag}


def update_product(
    *, product_id: uuid.UUID, changes: Mapping[str, Any], now: dt.datetime, expected: Versions | None = None
) -> Product:
    """Change a product. An inactive one and its SKUs can no longer be bought, sold codes stay readable.

    What is put away (``archived``) is not on sale; what is put on sale is no longer put away.

    Args:
        changes: some of ``FIELDS``, ``category`` (a slug, or None for no category), ``occasions`` and ``tags`` (slugs; what
            does not exist is left out).
        expected: versions that the caller would change; None: whatever it is.

    Raises:
        RecordNotFound, CategoryUnknown, ChangedMeanwhile
        ListingFrozen, SubscriptionInactive: it would be put on sale.
        LimitReached: it was put away, and there is no room for its SKUs any more.
        RuleRefused, ScreeningUnavailable: it would be on sale, and not so. As a draft it may be so.
    """
    with kept_refusals(), transaction.atomic():
        product = find_product_locked(product_id)
        if product is None:
            raise RecordNotFound(id=public_id("prod", product_id))
        check_version(product.version, expected)
        wanted = _wanted(changes)
        changed = {name for name, value in wanted.items() if getattr(product, name) != value}
        if "active" in changed and wanted["active"]:
            check_listing_right(now=now)
        if "archived" in changed and not wanted["archived"]:
            check_room(limit=Limit.SKUS, used_by=get_sku_count, more=product.skus.count())
        for name in changed:
            setattr(product, name, wanted[name])
        if product.active and SCREENED & changed:
            screen_listing(product=product, skus=product.skus.filter(active=True), now=now)
        changed |= _regroup(product, changes)
        if changed:
            touch(product, now)
            index_product(product=product)
            product.save()
            _tell(product, tuple(sorted(changed - {"image"})), now)
            request_text_review(product=product, changed=changed, now=now)
    return product


def _wanted(changes: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {name: changes[name] for name in FIELDS if name in changes}
    if "category" in changes:
        slug = changes["category"]
        wanted["category"] = get_category(slug) if slug else None
    if "pictures" in wanted:
        wanted["image"] = wanted["pictures"][0]["path"] if wanted["pictures"] else ""
    if wanted.get("archived"):
        wanted["active"] = False
    elif wanted.get("active"):
        wanted["archived"] = False
    return wanted


def _regroup(product: Product, changes: Mapping[str, Any]) -> set[str]:
    changed = set()
    for name, model in GROUPS.items():
        if name in changes:
            rows = getattr(product, name)
            found = model.objects.filter(slug__in=changes[name])  # type: ignore[attr-defined]
            wanted = set(found.values_list("id", flat=True))
            if wanted != set(rows.values_list("id", flat=True)):
                rows.set(wanted)
                changed.add(name)
    return changed


def _tell(product: Product, changed: tuple[str, ...], now: dt.datetime) -> None:
    outside, number = public_id("prod", product.id), product.version
    if "active" in changed and not product.active:
        publish_event(ProductArchived(id=outside), object_id=outside, now=now, sequence=number)
    else:
        publish_event(ProductUpdated(id=outside, changed=changed), object_id=outside, now=now, sequence=number)
