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
