from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class ProductCreated(EventPayload):
    """A product and its SKUs are in the catalogue."""

    type = "product.created"
    id: str
    name: str
    skus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductUpdated(EventPayload):
    """A product, or one of its SKUs (then ``skus`` is among what changed), is not what it was."""

    type = "product.updated"
    id: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductArchived(EventPayload):
    """A product can no longer be bought; sold codes stay readable."""

    type = "product.archived"
    id: str


@dataclass(frozen=True, slots=True)
class SkuPriceChanged(EventPayload):
    """A SKU has another price, in minor units."""

    type = "sku.price_changed"
    id: str
    product: str
    before: int
    after: int
    currency: str


@dataclass(frozen=True, slots=True)
class SkuStockLow(EventPayload):
    """Few codes of a SKU are left: no more than its ``low_threshold``."""

    type = "sku.stock_low"
    id: str
    product: str
    available: int
    low_threshold: int


@dataclass(frozen=True, slots=True)
class SkuOutOfStock(EventPayload):
    """No code of a SKU can be had."""

    type = "sku.out_of_stock"
    id: str
    product: str


@dataclass(frozen=True, slots=True)
class SkuBackInStock(EventPayload):
    """Codes of a SKU can be had, after none could."""

    type = "sku.back_in_stock"
    id: str
    product: str
    available: int
