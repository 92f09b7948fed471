"""What pages show of products: prices and stock as words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext, ngettext

from platform_core.kernel.money import format_money, to_major
from tenants.catalog.enums import StockDisplay
from tenants.catalog.models import Product, Sku
from tenants.inventory.selectors import UNLIMITED, list_stock

FEW = 20


class Ticket(NamedTuple):
    """A product in a list."""

    product: Product
    price: str
    list_price: str
    several: bool
    stock: str
    sold_out: bool


class Choice(NamedTuple):
    """A face value on the product page."""

    sku: Sku
    face: str
    price: str
    list_price: str
    stock: str
    sold_out: bool
    most: int


def stock_words(product: Product, available: int) -> str:
    """充足 / 少量 / 缺货, or the number where the merchant shows it."""
    if available <= 0:
        return gettext("缺货")
    if product.stock_display == StockDisplay.EXACT and available < UNLIMITED:
        return ngettext("剩余 %(count)d 件", "剩余 %(count)d 件", available) % {"count": available}
    return gettext("充足") if available > FEW else gettext("少量")


def tickets(products: Sequence[Product], *, now: dt.datetime) -> list[Ticket]:
    """Products of a list with their lowest price; one stock query for all."""
    skus = {product.id: list(product.skus.all()) for product in products}
    stock = list_stock([sku.id for group in skus.values() for sku in group], now=now)
    found = []
    for product in products:
        group = skus[product.id]
        cheapest = min(group, key=lambda sku: sku.price)
        available = sum(stock[sku.id] for sku in group)
        saved = cheapest.list_price if cheapest.list_price and cheapest.list_price > cheapest.price else None
        found.append(
            Ticket(
                product,
                format_money(cheapest.price, cheapest.currency),
                format_money(saved, cheapest.currency) if saved else "",
                len({sku.price for sku in group}) > 1,
                stock_words(product, available),
                available <= 0,
            )
        )
    return found


def product_view(product: Product, skus: Sequence[Sku], *, now: dt.datetime) -> dict[str, Any]:
    """Everything the product page shows."""
    stock = list_stock([sku.id for sku in skus], now=now)
    choices = []
    for sku in skus:
        available = stock[sku.id]
        most = min(sku.max_quantity or 100, 100, max(available, 1))
        choices.append(
            Choice(
                sku,
                f"{to_major(sku.face_value, sku.currency).normalize():f}" if sku.face_value else "",
                format_money(sku.price, sku.currency),
                format_money(sku.list_price, sku.currency) if sku.list_price and sku.list_price > sku.price else "",
                stock_words(product, available),
                available < sku.min_quantity,
                most,
            )
        )
    chosen = next((choice for choice in choices if not choice.sold_out), None)
    return {"product": product, "choices": choices, "chosen": chosen}
