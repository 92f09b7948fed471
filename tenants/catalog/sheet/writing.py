from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from platform_core.kernel.ids import public_id
from platform_core.kernel.money import to_major
from tenants.catalog.asking import fields_text, parse_fields
from tenants.catalog.errors import InputSchemaInvalid
from tenants.catalog.models import Product, Sku
from tenants.catalog.sheet.columns import COLUMNS
from tenants.catalog.tiers import tiers_text

ON, OFF, AWAY = "上架", "下架", "归档"


def sheet_lines() -> Iterator[list[str]]:
    """The whole catalogue, a line for each SKU, the head first."""
    yield [head for _key, _label, head, _names in COLUMNS]
    products = Product.objects.select_related("category").prefetch_related("skus", "occasions", "tags")
    for product in products.order_by("archived", "-pinned", "position", "name", "id"):
        shared = _of_product(product)
        for sku in product.skus.all():
            values = {**shared, **_of_sku(sku)}
            yield [values[key] for key, _label, _head, _names in COLUMNS]


def _of_product(product: Product) -> dict[str, str]:
    return {
        "product_id": public_id("prod", product.id),
        **{
            name: getattr(product, name)
            for name in ("name", "name_en", "brand", "summary", "description", "instructions", "refund_rules")
        },
        "category": product.category.name if product.category else "",
        "occasions": "、".join(sorted(row.name for row in product.occasions.all())),
        "tags": "、".join(sorted(row.name for row in product.tags.all())),
        "fulfilment": product.fulfilment,
        "purchase_mode": product.purchase_mode,
        "stock_display": product.stock_display,
        "product_state": AWAY if product.archived else ON if product.active else OFF,
        "pinned": "1" if product.pinned else "0",
    }


def _of_sku(sku: Sku) -> dict[str, str]:
    def money(amount: int | None) -> str:
        return "" if amount is None else f"{to_major(amount, sku.currency):f}"

    return {
        "sku_code": sku.sku_code,
        "sku_name": sku.name,
        "face_value": money(sku.face_value),
        "price": money(sku.price),
        "list_price": money(sku.list_price),
        "cost": money(sku.cost),
        "currency": sku.currency,
        "price_tiers": tiers_text(sku.price_tiers, sku.currency).replace("\n", ";"),
        **{
            name: str(getattr(sku, name))
            for name in ("min_quantity", "max_quantity", "quantity_multiple", "min_days_left", "low_stock_threshold")
        },
        "input_schema": _schema(sku.input_schema),
        "sku_state": ON if sku.active else OFF,
    }


def _schema(schema: list[dict[str, Any]]) -> str:
    """As lines where lines say all of it, as JSON where they do not."""
    text = fields_text(schema)
    try:
        if parse_fields(text) == schema:
            return text
    except InputSchemaInvalid:
        pass
    return orjson.dumps(schema).decode()
