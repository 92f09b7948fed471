from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class SupplierCleared(EventPayload):
    """Staff (or the operator's word) cleared a supplier: its codes may be sold."""

    type = "supplier.cleared"
    id: str
    by: str
    vouched: bool


@dataclass(frozen=True, slots=True)
class SupplierSuspended(EventPayload):
    """A supplier's codes may not be sold, in any shop, from this moment."""

    type = "supplier.suspended"
    id: str
    by: str
    reason: str
