from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.catalog.selectors import list_for_sale

TOO_FEW = "no whole pack of it is within max_quantity: nobody could buy it"


def sell_by_of(sku: Sku, now: dt.datetime) -> dt.date:
    """The last day of validity that a code of this SKU must at least have to be sold now."""
    return local_date(now, current_tenant().time_zone) + dt.timedelta(days=sku.min_days_left)


def last_day_of(sku: Sku, now: dt.datetime) -> dt.date | None:
    """The last day of validity of a code of this SKU that is generated now; None: valid for ever."""
    if sku.valid_days is None:
        return None
    return local_date(now, current_tenant().time_zone) + dt.timedelta(days=sku.valid_days)


def quantities_fit(least: int, most: int, multiple: int = 1) -> bool:
    """Can anything be bought at all? ``most``: 0 is no limit of the merchant's own; ``multiple``: sold in packs of so many."""
    return most == 0 or -(-least // multiple) * multiple <= most


def may_buy(sku: Sku, quantity: int, most: int | None = None) -> bool:
    """Is the quantity within the SKU's limits, and whole packs of it?

    Args:
        most: a limit that is not the merchant's own.
    """
    limits = [limit for limit in (sku.max_quantity, most) if limit]
    return sku.min_quantity <= quantity <= min(limits, default=quantity) and quantity % sku.quantity_multiple == 0


def skus_for_sale(sku_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Sku, bool]]:
    """SKUs by id, each with whether it (and its product) may be sold, in one query."""
    return {row.sku.id: (row.sku, row.for_sale) for row in list_for_sale(sku_ids)}


class Offer(NamedTuple):
    """A SKU that may be sold, with what its product says about selling."""

    sku: Sku
    product_name: str
    purchase_mode: str
    fulfilment: str


def offers_of(sku_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Offer]:
    """Those of some SKUs that may be sold, in one query."""
    return {
        row.sku.id: Offer(row.sku, row.product_name, row.purchase_mode, row.fulfilment)
        for row in list_for_sale(sku_ids)
        if row.for_sale
    }
