"""When the stock of a SKU is low: by the number of its codes, or by how many days they last; and how that is said."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenants.catalog.models import Sku
from tenants.inventory.enums import StockLevel
from tenants.inventory.selectors import list_stock
from tenants.inventory.shelves import list_weekly_sales

MARKS = re.compile(r"[\[\]()<>*_`#@\r\n]+")
MOST_NAMED = 20


class LowRow(NamedTuple):
    """A SKU that runs low: what is left, and how many days that lasts (None: nothing was sold in a week)."""

    name: str
    available: int
    cover: int | None

    @property
    def plain_name(self) -> str:
        """The name without what a chat would take for its own marks."""
        return MARKS.sub(" ", self.name).strip()[:80]

    def words(self) -> str:
        """How it stands, in the reader's language."""
        if self.available <= 0:
            return _("已缺货")
        left = ngettext("剩 %(count)d 张", "剩 %(count)d 张", self.available) % {"count": self.available}
        if self.cover is None:
            return left
        return left + ngettext("，约够卖 %(days)d 天", "，约够卖 %(days)d 天", self.cover) % {"days": self.cover}


def level_of(available: int, *, threshold: int, days: int, weekly: int, was: str) -> StockLevel:
    """How much so many codes are.

    Args:
        threshold, days: low is at most so many codes, or what lasts at most so many days; 0 days: never by that.
        weekly: how many were sold in a week.
        was: the level that was told last. One that is low by its days is enough again only when it lasts half as long again:
            a pace that goes up and down must not tell the same again and again.
    """
    level = StockLevel.of(available, threshold)
    if level != StockLevel.IN_STOCK or not days or not weekly:
        return level
    twice = 3 if was == StockLevel.LOW else 2
    return StockLevel.LOW if available * 14 <= twice * days * weekly else level


def list_low(sku_ids: Sequence[uuid.UUID], *, now: dt.datetime) -> list[LowRow]:
    """SKUs as an alert names them, the emptiest first, no more than ``MOST_NAMED``."""
    skus = list(Sku.objects.select_related("product").filter(pk__in=sku_ids))
    stock, weekly = list_stock([sku.id for sku in skus], now=now), list_weekly_sales()
    rows = []
    for sku in skus:
        available, sold = stock[sku.id], weekly.get(sku.id, 0)
        rows.append(LowRow(f"{sku.product.name} · {sku.name}", available, available * 7 // sold if sold else None))
    return sorted(rows, key=lambda row: (row.available, row.name))[:MOST_NAMED]
