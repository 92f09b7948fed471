"""Locks of the catalogue: a product before its SKUs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from tenants.catalog.models import CatalogChange, CatalogSheet, Product, ShopFront, Sku


def find_product_locked(product_id: uuid.UUID) -> Product | None:
    """Lock a product, so that two changes of it follow one another; None: no such product."""
    return Product.objects.select_for_update().filter(pk=product_id).first()


def list_products_locked(product_ids: Collection[uuid.UUID]) -> list[Product]:
    """Lock some products, always in the same order."""
    return list(Product.objects.select_for_update().filter(pk__in=product_ids).order_by("pk"))


def find_change_locked(change_id: uuid.UUID) -> CatalogChange | None:
    """Lock what one act changed, so that it is taken back once."""
    return CatalogChange.objects.select_for_update().filter(pk=change_id).first()


def find_sheet_locked(sheet_id: uuid.UUID) -> CatalogSheet | None:
    """Lock an uploaded table, so that it is applied once."""
    return CatalogSheet.objects.select_for_update().filter(pk=sheet_id).first()


def find_sku_locked(sku_id: uuid.UUID) -> Sku | None:
    """Lock a SKU and, before it, its product; None: no such SKU."""
    product_id = Sku.objects.filter(pk=sku_id).values_list("product_id", flat=True).first()
    if product_id is None:
        return None
    product = find_product_locked(product_id)
    sku = Sku.objects.select_for_update().filter(pk=sku_id).first()
    if sku is not None and product is not None:
        sku.product = product
    return sku


def ensure_shop_front_locked(now: dt.datetime) -> ShopFront:
    """Lock the shop's front, made first where there is none yet."""
    ShopFront.objects.bulk_create([ShopFront(updated_at=now)], ignore_conflicts=True)
    return ShopFront.objects.select_for_update().get()
