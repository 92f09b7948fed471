from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.catalog.selectors import list_for_sale


def sell_by_of(sku: Sku, now: dt.datetime) -> dt.date:
    """The last day of validity that a code of this SKU must at least have to be sold now."""
    return local_date(now, current_tenant().time_zone) + dt.timedelta(days=sku.min_days_left)


def last_day_of(sku: Sku, now: dt.datetime) -> dt.date | None:
    """The last day of validity of a code of this SKU that is generated now; None: valid for ever."""
    if sku.valid_days is None:
        return None
    return local_date(now, current_tenant().time_zone) + dt.timedelta(days=sku.valid_days)


def quantities_fit(least: int, most: int) -> bool:
    """Can anything be bought at all? ``most``: 0 is no limit of the merchant's own."""
    return most == 0 or least <= most


def skus_for_sale(sku_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Sku, bool]]:
    """SKUs by id, each with whether it (and its product) may be sold, in one query."""
    return {sku.id: (sku, for_sale) for sku, for_sale, _ in list_for_sale(sku_ids)}


def offer_of(sku_id: uuid.UUID) -> tuple[Sku, str] | None:
    """A SKU that may be sold and the name of its product, in one query; None when it may not."""
    for sku, for_sale, product_name in list_for_sale([sku_id]):
        if for_sale:
            return sku, product_name
    return None
