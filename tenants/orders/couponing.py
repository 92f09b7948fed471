"""An order's lines as coupons look at them."""

from __future__ import annotations

from collections.abc import Iterable

from tenants.catalog.facts import Offer
from tenants.catalog.tiers import unit_price
from tenants.marketing.discounts import Item


def items_of(lines: Iterable[tuple[Offer, int]]) -> list[Item]:
    """SKUs and how many of each, at today's prices without a coupon."""
    return [
        Item(offer.sku.id, offer.sku.product_id, unit_price(offer.sku, quantity) * quantity)
        for offer, quantity in lines
    ]
