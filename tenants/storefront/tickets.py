"""What pages show of products: prices and stock as words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext, ngettext

from platform_core.kernel.money import format_money, to_major
from tenants.catalog.enums import Fulfilment, StockDisplay
from tenants.catalog.models import Product, Sku
from tenants.catalog.pictures import pictures_of
from tenants.catalog.tiers import Tier, tiers_of, unit_price
from tenants.inventory.selectors import UNLIMITED, list_stock
from tenants.orders.services.place_order import LARGEST_LINE

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
    """A face value on the product page.

    ``least`` and ``most``: whole packs that can be bought now; ``rules``: quantity prices in words; ``total``: of ``least``.
    """

    sku: Sku
    face: str
    price: str
    list_price: str
    stock: str
    sold_out: bool
    least: int
    most: int
    rules: list[tuple[Tier, str]]
    total: str


def rule_words(tier: Tier, currency: str) -> str:
    """满 5 件每件 ¥3.00: a quantity price as a buyer reads it."""
    return gettext("满 %(quantity)d 件每件 %(price)s") % {
        "quantity": tier.quantity,
        "price": format_money(tier.price, currency),
    }


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
    stock = _stock_of([(product, sku) for product in products for sku in skus[product.id]], now)
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


def _stock_of(skus: Sequence[tuple[Product, Sku]], now: dt.datetime) -> dict[uuid.UUID, int]:
    """What is there of SKUs, in one query; of what a person delivers there is always some."""
    automatic = [sku.id for product, sku in skus if product.fulfilment == Fulfilment.AUTOMATIC]
    found = list_stock(automatic, now=now) if automatic else {}
    return {sku.id: found.get(sku.id, UNLIMITED) for _product, sku in skus}


def _choice(product: Product, sku: Sku, available: int) -> Choice:
    pack = sku.quantity_multiple
    least = -(-sku.min_quantity // pack) * pack
    most = min(sku.max_quantity or LARGEST_LINE, LARGEST_LINE, available) // pack * pack
    short = available > 0 and most < least
    return Choice(
        sku,
        f"{to_major(sku.face_value, sku.currency).normalize():f}" if sku.face_value else "",
        format_money(sku.price, sku.currency),
        format_money(sku.list_price, sku.currency) if sku.list_price and sku.list_price > sku.price else "",
        _too_few(least) if short else stock_words(product, available),
        most < least,
        least,
        max(most, least),
        [(tier, rule_words(tier, sku.currency)) for tier in tiers_of(sku) if tier.price < sku.price],
        format_money(unit_price(sku, least) * least, sku.currency),
    )


def _too_few(least: int) -> str:
    return ngettext("库存不足 %(least)d 件", "库存不足 %(least)d 件", least) % {"least": least}


def product_view(product: Product, skus: Sequence[Sku], *, now: dt.datetime) -> dict[str, Any]:
    """Everything the product page shows."""
    stock = _stock_of([(product, sku) for sku in skus], now)
    choices = [_choice(product, sku, stock[sku.id]) for sku in skus]
    chosen = next((choice for choice in choices if not choice.sold_out), None)
    return {"product": product, "choices": choices, "chosen": chosen, "pictures": pictures_of(product)}
