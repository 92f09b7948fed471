"""What sells, and how long what is on the shelves will last at that pace."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, NamedTuple

from django.db.models import Case, Q, When

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


class Shelf:
    """The SKUs that the first page speaks of, read once: what is on sale, and what sold most.

    Args:
        figures: what each SKU brought in the last ``PACE`` days.
        currency: in which the best are told.
    """

    def __init__(self, figures: list[Figure], currency: str) -> None:
        self._currency = currency
        self._sold: dict[uuid.UUID, int] = {}
        self._sums: dict[uuid.UUID, list[int]] = {}
        for figure in figures:
            if figure.id is not None:
                self._sold[figure.id] = self._sold.get(figure.id, 0) + figure.quantity + figure.issued
            if figure.product_id is not None and figure.currency == currency and figure.gross > 0:
                row = self._sums.setdefault(figure.product_id, [0, 0, 0])
                for place, value in enumerate((figure.orders, figure.quantity, figure.gross)):
                    row[place] += value
        self._order = sorted(self._sums, key=lambda product: (-self._sums[product][2], product.hex))[:SHOWN]
        on_sale = Q(active=True, product__active=True) & ~Q(code_mode=CodeMode.GENERATED)
        wanted = Sku.objects.filter(on_sale | Q(product__in=self._order)).select_related("product")
        best = Case(When(product__in=self._order, then=0), default=1)
        self._skus = list(wanted.order_by(best, "id")[:MOST])

    def best_sellers(self) -> list[Seller]:
        """Products by what they brought, the most first."""
        products = {sku.product_id: sku.product for sku in self._skus}
        found = []
        for product in self._order:
            if product in products:
                orders, quantity, gross = self._sums[product]
                found.append(Seller(products[product], orders, quantity, format_money(gross, self._currency)))
        return found

    def running_out(self, *, now: dt.datetime, most: int = SHOWN) -> list[Short]:
        """SKUs on sale that are at their own threshold, or will be gone within ``SOON`` days; the first to go first."""
        skus = [sku for sku in self._skus if sku.active and sku.product.active and sku.code_mode != CodeMode.GENERATED]
        stock, found = list_stock([sku.id for sku in skus], now=now) if skus else {}, []
        for sku in skus:
            available, pace = stock[sku.id], self._sold.get(sku.id, 0)
            days = available * PACE // pace if pace > 0 else None
            if available <= sku.low_stock_threshold or (days is not None and days <= SOON):
                found.append(Short(sku, available, days))
        found.sort(key=lambda short: (short.days is None, short.days or 0, short.available, short.sku.id))
        return found[:most]


def figures_until(today: dt.date) -> list[Figure]:
    """What each SKU brought in the last ``PACE`` days."""
    return list_figures(Period(today - dt.timedelta(days=PACE - 1), today))
