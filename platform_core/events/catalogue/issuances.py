from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class IssuanceCompleted(EventPayload):
    """All codes of the issuance are bound to it."""

    type = "issuance.completed"
    id: str
    external_id: str | None
    status: str
    quantity: int
    source: str
