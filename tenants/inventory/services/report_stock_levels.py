from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from platform_core.events.catalogue import SkuBackInStock, SkuOutOfStock, SkuStockLow
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.catalog.services.count_sku_event import count_sku_event
from tenants.inventory.enums import StockLevel
from tenants.inventory.models import KnownLevel
from tenants.inventory.running_low import level_of
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.alert_people import alert_people
from tenants.inventory.shelves import get_alert_settings, list_own_cover_days, list_weekly_sales


class _Sku(NamedTuple):
    id: uuid.UUID
    product_id: uuid.UUID
    low_stock_threshold: int


def report_stock_levels(*, now: dt.datetime) -> int:
    """Tell once when the stock of a SKU runs low, out, or is back: systems by events, people by mail and chat.

    A sweep; runs in every tenant every few seconds. Low is what is few, or does not last (``running_low``).

    A sale does not look: it would count a shelf for every code that is sold. What comes and goes between two sweeps is
    not told. A SKU that is seen for the first time is only noted.

    Returns:
        How many levels changed.
    """
    on_sale = Sku.objects.filter(active=True, product__active=True).exclude(code_mode=CodeMode.GENERATED)
    skus = [_Sku(*row) for row in on_sale.order_by("id").values_list(*_Sku._fields)]
    if not skus:
        return 0
    known = dict(KnownLevel.objects.values_list("sku_id", "level"))
    stock = list_stock([sku.id for sku in skus], now=now)
    found = _levels(skus, stock, known)
    new = [
        KnownLevel(sku_id=sku.id, level=level, changed_at=now) for sku, level in found.items() if sku.id not in known
    ]
    KnownLevel.objects.bulk_create(new, ignore_conflicts=True)
    changed = [(sku, level) for sku, level in found.items() if known.get(sku.id, level) != level]
    if not changed:
        return 0
    with transaction.atomic():
        told = [sku for sku, level in changed if _tell(sku, StockLevel(known[sku.id]), level, stock[sku.id], now)]
        worse = [sku.id for sku in told if _is_worse(StockLevel(known[sku.id]), found[sku])]
        alert_people(sku_ids=worse, now=now)
    return len(told)


def _levels(skus: list[_Sku], stock: dict[uuid.UUID, int], known: dict[uuid.UUID, str]) -> dict[_Sku, StockLevel]:
    shop, own = get_alert_settings().cover_days, list_own_cover_days()
    weekly = list_weekly_sales() if shop or own else {}
    return {
        sku: level_of(
            stock[sku.id],
            threshold=sku.low_stock_threshold,
            days=own.get(sku.id, shop),
            weekly=weekly.get(sku.id, 0),
            was=known.get(sku.id, ""),
        )
        for sku in skus
    }


def _is_worse(before: StockLevel, level: StockLevel) -> bool:
    order = [StockLevel.IN_STOCK, StockLevel.LOW, StockLevel.OUT]
    return order.index(level) > order.index(before)


def _tell(sku: _Sku, before: StockLevel, level: StockLevel, available: int, now: dt.datetime) -> bool:
    with transaction.atomic():
        if not KnownLevel.objects.filter(sku_id=sku.id, level=before).update(level=level, changed_at=now):
            return False  # another sweep was first
        outside, product = public_id("sku", sku.id), public_id("prod", sku.product_id)
        event: SkuBackInStock | SkuOutOfStock | SkuStockLow
        if level == StockLevel.OUT:
            event = SkuOutOfStock(outside, product)
        elif before == StockLevel.OUT:
            event = SkuBackInStock(outside, product, available)
        elif level == StockLevel.LOW:
            event = SkuStockLow(outside, product, available, sku.low_stock_threshold)
        else:
            return True  # more than few again
        publish_event(event, object_id=outside, now=now, sequence=count_sku_event(sku_id=sku.id))
        return True
