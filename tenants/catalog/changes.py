"""Values of products and SKUs as they are noted with a change, and compared before it is undone: plain, for a JSON column."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tenants.catalog.models import Product, Sku

PRODUCT, SKU = "product", "sku"
# What goes with a field of a product.
TIED: Final = {"archived": ("active",), "active": ("archived",)}


def find_thing(of: str, id: uuid.UUID) -> Product | Sku | None:
    """The product or SKU, as it is now."""
    if of == PRODUCT:
        return Product.objects.filter(pk=id).select_related("category").first()
    return Sku.objects.filter(pk=id).first()


def values_of(thing: Product | Sku, names: Iterable[str]) -> dict[str, Any]:
    """Its values under these names, and what is tied to them."""
    wanted = dict.fromkeys(names)
    if isinstance(thing, Product):
        wanted |= dict.fromkeys(tied for name in tuple(wanted) for tied in TIED.get(name, ()))
    return {name: _value(thing, name) for name in wanted}


def stands_so(thing: Product | Sku, values: Mapping[str, Any]) -> bool:
    """Does it still have just these values?"""
    return all(_value(thing, name) == value for name, value in values.items())


def _value(thing: Product | Sku, name: str) -> Any:
    if isinstance(thing, Product):
        if name == "category":
            return thing.category.slug if thing.category else None
        if name in {"occasions", "tags"}:
            return sorted(getattr(thing, name).values_list("slug", flat=True))
    return getattr(thing, name)
