from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Min

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.catalog.card_facts import OF_PRODUCT, PREPAID, product_facts
from tenants.catalog.enums import CardNature
from tenants.catalog.models import Product, Sku


def screen_listing(*, product: Product, skus: Iterable[Sku], now: dt.datetime) -> None:
    """Ask the rules about prepaid cards before one goes on sale, each face value by itself. Of codes for goods nothing is asked.

    Raises:
        RuleRefused: with ``param`` and ``sku_code``: it stays a draft.
        ScreeningUnavailable
    """
    if product.nature not in PREPAID:
        return
    regions, since = find_shop_regions(), _sold_since(product, now)
    for sku in skus:
        enforce_rules(
            subject_kind=SubjectKind.PRODUCT,
            subject_id=public_id("sku", sku.id),
            facts=product_facts(product, sku, regions, since, now),
            now=now,
            regions=regions,
            only=OF_PRODUCT,
            data={"param": "skus", "sku_code": sku.sku_code},
        )


def _sold_since(product: Product, now: dt.datetime) -> dt.date:
    """Since when the shop has sold vouchers of its own, as far as its products tell."""
    if product.nature != CardNature.OWN_VOUCHER:
        return local_date(now, current_tenant().time_zone)
    first = Product.objects.filter(nature=CardNature.OWN_VOUCHER).aggregate(first=Min("created_at"))["first"]
    return local_date(min(first or now, product.created_at), current_tenant().time_zone)
