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
