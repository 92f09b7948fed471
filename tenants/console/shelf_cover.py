"""What sells, and how long what is on the shelves will last at that pace."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, NamedTuple

from platform_core.kernel.money import format_money
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Product, Sku
from tenants.finance.days import Period
from tenants.inventory.selectors import list_stock
from tenants.reporting.figures import Figure
from tenants.reporting.selectors import list_figures

PACE: Final = 30  # days that say how fast something sells
SOON: Final = 7  # days of cover that are few
MOST: Final = 2_000  # SKUs that are looked at
SHOWN: Final = 8


class Seller(NamedTuple):
    """A product that sells."""

    product: Product
    orders: int
    quantity: int
    gross: str


class Short(NamedTuple):
    """A SKU that runs out. ``days``: that it lasts at the pace of the last thirty; None: it does not sell."""

    sku: Sku
    available: int
    days: int | None


def best_sellers(figures: list[Figure], currency: str) -> list[Seller]:
    """Products by what they brought, the most first."""
    sums: dict[uuid.UUID, list[int]] = {}
    for figure in figures:
        if figure.product_id is not None and figure.currency == currency and figure.gross > 0:
            row = sums.setdefault(figure.product_id, [0, 0, 0])
            row[0] += figure.orders
            row[1] += figure.quantity
            row[2] += figure.gross
    order = sorted(sums, key=lambda product: (-sums[product][2], product.hex))[:SHOWN]
    products = Product.objects.in_bulk(order)
    return [
        Seller(products[product], sums[product][0], sums[product][1], format_money(sums[product][2], currency))
        for product in order
        if product in products
    ]


def running_out(figures: list[Figure], *, now: dt.datetime, most: int = SHOWN) -> list[Short]:
    """SKUs on sale that are at their own threshold, or will be gone within ``SOON`` days; the first to go first."""
    skus = list(
        Sku.objects.filter(active=True, product__active=True)
        .exclude(code_mode=CodeMode.GENERATED)
        .select_related("product")
        .order_by("id")[:MOST]
    )
    if not skus:
        return []
    sold: dict[uuid.UUID, int] = {}
    for figure in figures:
        if figure.id is not None:
            sold[figure.id] = sold.get(figure.id, 0) + figure.quantity + figure.issued
    stock, found = list_stock([sku.id for sku in skus], now=now), []
    for sku in skus:
        available, pace = stock[sku.id], sold.get(sku.id, 0)
        days = available * PACE // pace if pace > 0 else None
        if available <= sku.low_stock_threshold or (days is not None and days <= SOON):
            found.append(Short(sku, available, days))
    return sorted(found, key=lambda short: (short.days is None, short.days or 0, short.available, short.sku.id))[:most]


def figures_until(today: dt.date) -> list[Figure]:
    """What each SKU brought in the last ``PACE`` days."""
    return list_figures(Period(today - dt.timedelta(days=PACE - 1), today))
